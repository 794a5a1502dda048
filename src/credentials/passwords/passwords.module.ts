import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HashPool } from './hashing/hash-pool.js';
import { Password } from './password.entity.js';
import { PasswordTransfer } from './password-transfer.service.js';
import { PasswordsService } from './passwords.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Password])],
  providers: [PasswordsService, PasswordTransfer, HashPool],
  exports: [PasswordsService, PasswordTransfer],
})
export class PasswordsModule {}
