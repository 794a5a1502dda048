import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OneTimeTokens } from '../../credentials/one-time-tokens/index.js';
import { DeferredWork } from '../../platform/deferred/index.js';
import { UsersService } from '../../users/index.js';
import { AccountMail } from '../account-mail/account-mail.js';
import { resetPasswordMail } from '../account-mail/account-mails.js';
import { type AccountsConfig, accountsConfig } from '../accounts.config.js';

interface Asked {
  readonly email: string;
}

/** Mails a link to who has forgotten the password. */
@Injectable()
export class Recovery {
  constructor(
    private readonly users: UsersService,
    private readonly tokens: OneTimeTokens,
    private readonly mail: AccountMail,
    private readonly deferred: DeferredWork,
    @Inject(accountsConfig.token) private readonly config: AccountsConfig,
  ) {
    deferred.undertakes<Asked>('recover', ({ email }, tx) => this.mailTo(email, tx));
  }

  /** The same for an address that nobody has. */
  async ask(email: string): Promise<void> {
    await this.deferred.put('recover', { email } satisfies Asked);
  }

  private async mailTo(email: string, tx: EntityManager): Promise<void> {
    const user = await this.users.lockByEmail(email, tx);
    if (!user || user.disabledAt) return;
    const lifetime = this.config.RESET_PASSWORD_TTL;
    const grant = { purpose: 'resetPassword', subject: user.id, lifetime, detail: {} } as const;
    const token = await this.tokens.issue(grant, tx);
    // To the address of the account, never to the one that was typed.
    if (token)
      await this.mail.invite(user.email, resetPasswordMail, { page: 'reset-password', token, lifetime }, tx);
  }
}
