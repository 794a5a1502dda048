import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { EntityManager } from 'typeorm';
import { PasswordsService } from '../../credentials/passwords/index.js';
import type { Principal } from '../../platform/access/index.js';
import { DeferredWork } from '../../platform/deferred/index.js';
import { Problem } from '../../platform/errors/index.js';
import { UsersService } from '../../users/index.js';
import { AccountMail } from '../account-mail/account-mail.js';
import { addressTakenMail } from '../account-mail/mail-templates.js';
import { MailedTokens } from '../account-mail/mailed-tokens.js';
import { AuthErrors } from '../auth.errors.js';
import { GuardedPasswords } from '../guessing/guarded-passwords.js';
import type { ChangeEmailDto } from './change-email.dto.js';

interface Asked {
  readonly userId: string;
  readonly email: string;
  /** What proved the wish, and the address there was then: where either is another by now, the wish may be a thief's. */
  readonly secretSetAt: number;
  readonly from: string;
}

/** What a token for a new address carries. */
export interface NewAddress {
  readonly email: string;
}

/** Mails a link to the new address. Whether that is taken shows in no answer. */
@Injectable()
export class EmailChangeRequest {
  constructor(
    private readonly guarded: GuardedPasswords,
    private readonly passwords: PasswordsService,
    private readonly users: UsersService,
    private readonly mail: AccountMail,
    private readonly mails: MailedTokens,
    private readonly deferred: DeferredWork,
  ) {
    deferred.undertakes<Asked>('changeEmail', (asked, tx) => this.mailTo(asked, tx));
  }

  /** @throws Problem auth.passwordWrong, auth.tooManyAttempts, server.overloaded */
  async make(
    { userId }: Principal,
    { email, password }: ChangeEmailDto,
    request: FastifyRequest,
  ): Promise<void> {
    const user = await this.users.findById(userId);
    const proof = await this.guarded.prove({ userId, password }, request);
    if (!user) throw new Problem(AuthErrors.passwordWrong);
    const secretSetAt = proof.secretSetAt.getTime();
    await this.deferred.put('changeEmail', { userId, email, secretSetAt, from: user.email } satisfies Asked);
  }

  private async mailTo({ userId, email, secretSetAt, from }: Asked, tx: EntityManager): Promise<void> {
    await this.users.lock(userId, tx);
    const user = await this.users.findById(userId, tx);
    if (!user || user.disabledAt || user.email !== from) return;
    if (!(await this.passwords.stillHolds({ userId, secretSetAt: new Date(secretSetAt) }, tx))) return;
    const owner = await this.users.findByEmail(email, tx);
    if (owner && owner.id !== userId) return this.mail.tellHourly(owner.email, addressTakenMail, tx);
    const detail: NewAddress = { email };
    await this.mails.send('changeEmail', email, { subject: userId, detail }, tx);
  }
}
