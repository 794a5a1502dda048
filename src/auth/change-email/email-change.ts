import { Injectable } from '@nestjs/common';
import { OneTimeTokens, OneTimeTokensErrors } from '../../credentials/one-time-tokens/index.js';
import { AuditLog } from '../../platform/audit/index.js';
import { Problem } from '../../platform/errors/index.js';
import { Revocations } from '../../sessions/index.js';
import { UsersService } from '../../users/index.js';
import { AccountMail } from '../account-mail/account-mail.js';
import { emailChangedMail } from '../account-mail/mail-templates.js';
import { CleanSlate } from '../account-standing/clean-slate.js';
import type { NewAddress } from './email-change-request.js';

/** Moves an account to a new address, confirmed from there; the old one is told, and every session ends. */
@Injectable()
export class EmailChange {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly users: UsersService,
    private readonly revocations: Revocations,
    private readonly slate: CleanSlate,
    private readonly mail: AccountMail,
    private readonly audit: AuditLog,
  ) {}

  /** @throws Problem oneTimeToken.invalid, user.emailTaken */
  async confirm(token: string): Promise<void> {
    const { subject: userId } = await this.tokens.read('changeEmail', token);
    await this.revocations.during(async (change) => {
      const { tx } = change;
      await change.lockAccount(userId);
      const { detail } = await this.tokens.redeem<NewAddress>('changeEmail', token, tx);
      const user = await this.users.findById(userId, tx);
      if (!user || user.disabledAt)
        throw new Problem(OneTimeTokensErrors.invalid, { because: 'disabled or gone' });
      await this.users.changeEmail(userId, detail.email, tx);
      await this.slate.make(userId, 'emailChanged', change);
      await this.audit.record({ type: 'user.emailChanged', userId }, tx);
      await this.mail.tell(user.email, emailChangedMail, tx);
    });
  }
}
