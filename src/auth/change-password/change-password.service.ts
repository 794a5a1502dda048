import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PasswordsService } from '../../credentials/passwords/index.js';
import type { SessionPrincipal } from '../../platform/access/index.js';
import { Problem } from '../../platform/errors/index.js';
import { addressOf } from '../../platform/http/index.js';
import { Revocations, SessionsService } from '../../sessions/index.js';
import { type TokenGrant, TokenGrants } from '../../tokens/index.js';
import { AuthErrors } from '../auth.errors.js';
import { GuardedPasswords } from '../guessing/guarded-passwords.js';
import type { ChangePasswordDto } from './change-password.dto.js';
import { PasswordReplacement } from './password-replacement.js';

/** A new password ends every session, for one of them may be a thief's, and opens a new one for who changed it. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly guarded: GuardedPasswords,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly revocations: Revocations,
    private readonly grants: TokenGrants,
    private readonly replacement: PasswordReplacement,
  ) {}

  /** @throws Problem auth.passwordWrong, auth.tooManyAttempts, password.*, server.overloaded */
  async of(
    { userId, sessionId }: SessionPrincipal,
    { currentPassword, newPassword }: ChangePasswordDto,
    request: FastifyRequest,
  ): Promise<TokenGrant> {
    const proof = await this.guarded.prove({ userId, password: currentPassword }, request);
    const hash = await this.passwords.prepareFor(userId, newPassword, '#/newPassword');
    const grant = await this.revocations.during(async (change) => {
      await change.lockAccount(userId);
      const session = await this.sessions.find(sessionId, change.tx);
      if (!session || session.endedAt) return undefined; // it ended while the password was hashed
      await this.replacement.make(userId, hash, 'passwordChanged', change);
      const { clientId, transport, tokenFormat } = session;
      const device = { userAgent: request.headers['user-agent'], address: addressOf(request) };
      return this.grants.open(proof, { clientId, transport, tokenFormat, ...device }, change);
    });
    if (!grant)
      throw new Problem(AuthErrors.passwordWrong, { because: 'the session or the account ended meanwhile' });
    return grant;
  }
}
