import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HashPool } from './hashing/hash-pool.js';
import { PasswordFailures } from './password-failures.js';
import { Password } from './password.entity.js';
import { PasswordTransfer } from './password-transfer.service.js';
import { PasswordsService } from './passwords.service.js';
import { BreachCheck } from './screening/breach-check.js';
import { CommonPasswords } from './screening/common-passwords.js';
import { PasswordScreening } from './screening/password-screening.js';

@Module({
  imports: [TypeOrmModule.forFeature([Password])],
  providers: [
    PasswordsService,
    PasswordFailures,
    PasswordTransfer,
    HashPool,
    PasswordScreening,
    CommonPasswords,
    BreachCheck,
  ],
  exports: [PasswordsService, PasswordFailures, PasswordTransfer],
})
export class PasswordsModule {}
