import { Injectable } from '@nestjs/common';
import { PasswordsService } from '../../credentials/passwords/index.js';
import type { Principal } from '../../platform/access/index.js';
import { AuditLog } from '../../platform/audit/index.js';
import { Problem } from '../../platform/errors/index.js';
import { Revocations, SessionsService, type SignInContext } from '../../sessions/index.js';
import { type TokenGrant, TokenGrants } from '../../tokens/index.js';
import { AuthErrors } from '../auth.errors.js';
import type { ChangePasswordDto } from './change-password.dto.js';

/** A new password ends every session, for one of them may be a thief's, and opens a new one for who changed it. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly revocations: Revocations,
    private readonly grants: TokenGrants,
    private readonly audit: AuditLog,
  ) {}

  /** @throws Problem auth.passwordWrong, password.*, server.overloaded */
  async of(
    { userId, sessionId }: Principal,
    { currentPassword, newPassword }: ChangePasswordDto,
    device: Pick<SignInContext, 'userAgent' | 'address'>,
  ): Promise<TokenGrant> {
    const proof = await this.passwords.verify(userId, currentPassword);
    if (!proof) throw new Problem(AuthErrors.passwordWrong);
    const hash = await this.passwords.prepareFor(userId, newPassword, '#/newPassword');
    const grant = await this.revocations.during(async (change) => {
      await change.lockAccount(userId);
      const session = await this.sessions.find(sessionId, change.tx);
      if (!session || session.endedAt) return undefined; // it ended while the password was hashed
      await this.passwords.set(userId, hash, change.tx);
      await this.sessions.endAll(userId, 'passwordChanged', change);
      await change.raiseEpoch(userId);
      await this.audit.record({ type: 'user.passwordChanged', userId, sessionId }, change.tx);
      const { clientId, transport, tokenFormat } = session;
      return this.grants.open(proof, { clientId, transport, tokenFormat, ...device }, change);
    });
    if (!grant)
      throw new Problem(AuthErrors.passwordWrong, { because: 'the session or the account ended meanwhile' });
    return grant;
  }
}
