import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import type { NewUser } from '../../users/index.js';
import { MailedTokens } from '../account-mail/mailed-tokens.js';
import { type AccountsConfig, accountsConfig } from '../accounts.config.js';
import { Accounts, type MadeAccount } from '../register/accounts.service.js';
import { EmailVerification } from '../verify-email/email-verification.service.js';

export interface AdministeredAccount extends Pick<NewUser, 'email' | 'username' | 'displayName'> {
  /** Without one, the owner is invited by mail to choose it. */
  readonly password?: string;
  readonly emailVerified?: boolean;
}

/** Accounts that an administrator makes for others. They hold the role that everyone holds, and get more as all do. */
@Injectable()
export class AccountCreation {
  constructor(
    private readonly accounts: Accounts,
    private readonly mails: MailedTokens,
    private readonly verification: EmailVerification,
    private readonly clock: Clock,
    @Inject(accountsConfig.token) private readonly config: AccountsConfig,
  ) {}

  /** @throws Problem password.*, user.emailTaken, user.usernameTaken, server.overloaded */
  async make(asked: AdministeredAccount): Promise<MadeAccount> {
    const { password, emailVerified = false, ...names } = asked;
    const draft = { ...names, emailVerifiedAt: emailVerified ? this.clock.now() : null };
    if (password !== undefined)
      return this.accounts.create({ ...draft, password }, [], async (made, tx) => {
        if (this.config.EMAIL_VERIFICATION !== 'off') await this.verification.ask(made.user, tx);
      });
    return this.accounts.createWithoutPassword(draft, async (made, tx) => {
      await this.mails.send('invitation', made.user.email, { subject: made.user.id }, tx);
    });
  }
}
