import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DataSource, type EntityManager } from 'typeorm';
import { OneTimeTokens } from '../../credentials/one-time-tokens/index.js';
import { AuditLog } from '../../platform/audit/index.js';
import { type User, UsersService } from '../../users/index.js';
import { MailedTokens } from '../account-mail/mailed-tokens.js';
import { GuardedPasswords } from '../guessing/guarded-passwords.js';
import type { VerifyEmailDto } from './verify-email.dto.js';

/** Has the owner of an account show that its e-mail address is theirs. */
@Injectable()
export class EmailVerification {
  constructor(
    private readonly users: UsersService,
    private readonly tokens: OneTimeTokens,
    private readonly passwords: GuardedPasswords,
    private readonly mails: MailedTokens,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
  ) {}

  /** Mails a link, unless the address is known to be theirs. */
  async ask(user: User, tx: EntityManager): Promise<void> {
    if (user.emailVerifiedAt) return;
    await this.mails.send('verifyEmail', user.email, { subject: user.id }, tx);
  }

  /** Once more, because the first mail was lost. */
  async askAgain(userId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await this.users.lock(userId, tx);
      const user = await this.users.findById(userId, tx);
      if (user) await this.ask(user, tx);
    });
  }

  /** @throws Problem oneTimeToken.invalid, auth.passwordWrong, auth.tooManyAttempts, server.overloaded */
  async confirm({ token, password }: VerifyEmailDto, request: FastifyRequest): Promise<void> {
    const { subject: userId } = await this.tokens.read('verifyEmail', token);
    await this.passwords.prove({ userId, password }, request);
    await this.dataSource.transaction(async (tx) => {
      await this.tokens.redeem('verifyEmail', token, tx);
      await this.users.noteVerifiedEmail(userId, tx);
      await this.audit.record({ type: 'user.emailVerified', userId }, tx);
    });
  }
}
