import { Inject, Injectable } from '@nestjs/common';
import { EmailVerification } from '../verify-email/email-verification.service.js';
import { UsersService } from '../../users/index.js';
import { type AccountsConfig, accountsConfig } from '../accounts.config.js';
import { Accounts, type MadeAccount, type NewAccount } from './accounts.service.js';
import { PendingRegistrations } from './pending-registrations.js';

/** Makes an account for whoever asks, or, where addresses must be confirmed first, begins to. */
@Injectable()
export class Registration {
  constructor(
    private readonly accounts: Accounts,
    private readonly pending: PendingRegistrations,
    private readonly verification: EmailVerification,
    private readonly users: UsersService,
    @Inject(accountsConfig.token) private readonly config: AccountsConfig,
  ) {}

  /**
   * Undefined where it goes on by mail, whether the address is free or not.
   *
   * @throws Problem password.*, user.emailTaken, user.usernameTaken, server.overloaded
   */
  async register(account: NewAccount): Promise<MadeAccount | undefined> {
    const mode = this.config.EMAIL_VERIFICATION;
    if (mode === 'required') {
      if (account.username) await this.users.assertUsernameFree(account.username);
      await this.pending.begin(account);
      return undefined;
    }
    if (mode === 'off') return this.accounts.create(account);
    return this.accounts.create(account, [], ({ user }, tx) => this.verification.ask(user, tx));
  }
}
