import { Injectable } from '@nestjs/common';
import { PasswordsService } from '../../credentials/passwords/index.js';
import { AuditLog } from '../../platform/audit/index.js';
import type { RevokingChange } from '../../sessions/index.js';
import { UsersService } from '../../users/index.js';
import { AccountMail } from '../account-mail/account-mail.js';
import { passwordChangedMail } from '../account-mail/mail-templates.js';
import { CleanSlate } from '../account-standing/clean-slate.js';

/** Puts a new password in the place of one that a thief may know: nothing that was handed out before is good any more. */
@Injectable()
export class PasswordReplacement {
  constructor(
    private readonly passwords: PasswordsService,
    private readonly slate: CleanSlate,
    private readonly users: UsersService,
    private readonly mail: AccountMail,
    private readonly audit: AuditLog,
  ) {}

  /** As part of a change that has locked the account. */
  async make(
    userId: string,
    hash: string,
    reason: 'passwordChanged' | 'passwordReset',
    change: RevokingChange,
  ): Promise<void> {
    const { tx } = change;
    await this.passwords.set(userId, hash, tx);
    await this.slate.make(userId, reason, change);
    await this.audit.record({ type: `user.${reason}`, userId }, tx);
    const user = await this.users.findById(userId, tx);
    if (user) await this.mail.tell(user.email, passwordChangedMail, tx);
  }
}
