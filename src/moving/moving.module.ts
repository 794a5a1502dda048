import { Module } from '@nestjs/common';
import { PasswordsModule } from '../credentials/passwords/index.js';
import { RolesModule } from '../roles/index.js';
import { UsersModule } from '../users/index.js';
import { AccountStore } from './account-store.js';
import { ArrivalReader } from './arrival-reader.js';
import { MoveIn } from './move-in.service.js';
import { MoveOut } from './move-out.service.js';

/** Accounts that come from other systems with their password hashes, and leave for others. */
@Module({
  imports: [PasswordsModule, RolesModule, UsersModule],
  providers: [MoveIn, MoveOut, ArrivalReader, AccountStore],
  exports: [MoveIn, MoveOut],
})
export class MovingModule {}
