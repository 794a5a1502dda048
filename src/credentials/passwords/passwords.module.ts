import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HashPool } from './hashing/hash-pool.js';
import { PasswordFailures } from './password-failures.js';
import { Password } from './password.entity.js';
import { PasswordsService } from './passwords.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Password])],
  providers: [PasswordsService, PasswordFailures, HashPool],
  exports: [PasswordsService, PasswordFailures],
})
export class PasswordsModule {}
