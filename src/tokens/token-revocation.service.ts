import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../platform/audit/index.js';
import { Problem } from '../platform/errors/index.js';
import { Revocations, SessionsService } from '../sessions/index.js';
import { ApiKeyRevocation } from './api-keys/api-key-revocation.js';
import { RefreshTokens } from './refresh/refresh-tokens.js';
import { TokenVerification } from './token-verification.js';
import { TokensErrors } from './tokens.errors.js';

/** Takes tokens back, for clients that hold one (RFC 7009). */
@Injectable()
export class TokenRevocation {
  constructor(
    private readonly tokens: TokenVerification,
    private readonly refreshTokens: RefreshTokens,
    private readonly apiKeys: ApiKeyRevocation,
    private readonly revocations: Revocations,
    private readonly sessions: SessionsService,
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  /**
   * An access token alone; with a refresh token, its whole session. What is no good already is left so (RFC 7009 §2.2).
   *
   * An API key was issued to no client, so whoever holds it may take it back: a stranger who found it, too.
   *
   * @throws Problem token.foreign for another client's token
   */
  async revoke(token: string, clientId: string): Promise<void> {
    if (this.refreshTokens.isOne(token)) return this.endSession(token, clientId);
    const verified = await this.tokens.verified(token);
    if (!verified) return;
    const { userId, sessionId, tokenId } = verified;
    if (sessionId === undefined) return void (await this.apiKeys.of(userId, tokenId));
    assertOwn(verified.clientId, clientId);
    await this.revocations.during(async (change) => {
      await change.revokeToken(tokenId);
      await this.audit.record({ type: 'token.revoked', userId, sessionId, detail: { tokenId } }, change.tx);
    });
  }

  private async endSession(refreshToken: string, clientId: string): Promise<void> {
    const found = await this.refreshTokens.find(refreshToken, this.dataSource.manager);
    if (!found) return;
    assertOwn(found.session.clientId, clientId);
    await this.sessions.end(found.sessionId, 'tokenRevoked');
  }
}

/** RFC 7009 §2.1, RFC 6749 §5.2: `invalid_grant` is also for what was issued to another client. */
function assertOwn(owner: string | undefined, clientId: string): void {
  if (owner !== clientId) throw new Problem(TokensErrors.foreign);
}
