import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PasswordsService } from '../../credentials/passwords/index.js';
import { digestOf } from '../../platform/crypto/index.js';
import { DeferredWork } from '../../platform/deferred/index.js';
import { emailKey, type NewUser, UsersService } from '../../users/index.js';
import { AccountMail } from '../account-mail/account-mail.js';
import { addressTakenMail } from '../account-mail/mail-templates.js';
import { MailedTokens } from '../account-mail/mailed-tokens.js';
import type { NewAccount } from './accounts.service.js';

/** An account that will be made when its address is confirmed. */
export interface PendingAccount {
  readonly draft: Pick<NewUser, 'email' | 'username' | 'displayName'>;
  readonly hash: string;
}

/**
 * Registrations that wait for their address to be confirmed. There is no account before that, so whoever registers
 * somebody else's address is in nobody's way; whether the address is taken is looked up after the answer.
 */
@Injectable()
export class PendingRegistrations {
  constructor(
    private readonly passwords: PasswordsService,
    private readonly users: UsersService,
    private readonly mail: AccountMail,
    private readonly mails: MailedTokens,
    private readonly deferred: DeferredWork,
  ) {
    deferred.undertakes<PendingAccount>('register', (pending, tx) => this.mailTo(pending, tx));
  }

  /** @throws Problem password.*, server.overloaded */
  async begin({ password, ...draft }: NewAccount): Promise<void> {
    const { email, username = null, displayName = null } = draft;
    const hash = await this.passwords.prepare(password, draft);
    const pending: PendingAccount = { draft: { email, username, displayName }, hash };
    await this.deferred.put('register', pending);
  }

  private async mailTo(detail: PendingAccount, tx: EntityManager): Promise<void> {
    const { email } = detail.draft;
    const owner = await this.users.findByEmail(email, tx);
    if (owner) return this.mail.tellHourly(owner.email, addressTakenMail, tx);
    const subject = digestOf(emailKey(email) ?? email);
    await this.mails.send('register', email, { subject, detail }, tx);
  }
}
