import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DeferredWork } from '../../platform/deferred/index.js';
import { UsersService } from '../../users/index.js';
import { MailedTokens } from '../account-mail/mailed-tokens.js';

interface Asked {
  readonly email: string;
}

/** Mails a link to who has forgotten the password. */
@Injectable()
export class Recovery {
  constructor(
    private readonly users: UsersService,
    private readonly mails: MailedTokens,
    private readonly deferred: DeferredWork,
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
    // To the address of the account, never to the one that was typed.
    await this.mails.send('resetPassword', user.email, { subject: user.id }, tx);
  }
}
