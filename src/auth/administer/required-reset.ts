import { Injectable } from '@nestjs/common';
import { PasswordsService } from '../../credentials/passwords/index.js';
import { AuditLog } from '../../platform/audit/index.js';
import { Problem } from '../../platform/errors/index.js';
import type { Caller } from '../../roles/index.js';
import { type User, UsersErrors, UsersService } from '../../users/index.js';
import { MailedTokens } from '../account-mail/mailed-tokens.js';
import { AccountChanges } from '../account-standing/account-changes.js';
import { CleanSlate } from '../account-standing/clean-slate.js';
import { assertOther } from '../account-standing/assert-other.js';

/**
 * Makes a password good no more, and all that was handed out to who had it. A sign-in that has proven it and opens its
 * session afterwards is refused, as after a change of the password (`PasswordsService.stillHolds`).
 */
@Injectable()
export class RequiredReset {
  constructor(
    private readonly changes: AccountChanges,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly slate: CleanSlate,
    private readonly mails: MailedTokens,
    private readonly audit: AuditLog,
  ) {}

  /** @throws Problem user.*, role.outranked */
  async by(caller: Caller, userId: string): Promise<void> {
    assertOther(caller, userId);
    await this.changes.of(userId, { by: caller }, async (change) => {
      const { tx } = change;
      const user = (await this.users.findById(userId, tx)) as User;
      if (user.kind === 'service') throw new Problem(UsersErrors.isService);
      await this.passwords.requireReset(userId, tx);
      await this.slate.make(userId, 'passwordResetRequired', change);
      await this.audit.record({ type: 'user.passwordResetRequired', userId }, tx);
      // Afterwards: links that were mailed before are void. Once it is enabled, the owner can ask for one.
      if (!user.disabledAt) await this.mails.send('resetRequired', user.email, { subject: userId }, tx);
    });
  }
}
