import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../platform/audit/index.js';
import { Clock, toNumericDate } from '../platform/clock/index.js';
import { Problem } from '../platform/errors/index.js';
import { Revocations, SessionsService, standingOf } from '../sessions/index.js';
import { AccessTokens } from './access-tokens.service.js';
import { RefreshTokens } from './refresh/refresh-tokens.js';
import { TokensErrors } from './tokens.errors.js';
import type { VerifiedToken } from './verified-token.js';

/** What a token is good for at this moment, by the names of RFC 7662 §2.2. Times are NumericDates. */
export interface ActiveToken {
  readonly active: true;
  readonly token_type?: 'Bearer';
  readonly client_id: string;
  readonly sub: string;
  readonly sid: string;
  readonly exp: number;
  readonly iat: number;
  readonly iss?: string;
  readonly aud?: string;
  readonly jti?: string;
  readonly auth_time?: number;
  readonly amr?: readonly string[];
  readonly roles?: readonly string[];
}

/** Looks at tokens and takes them back, for clients that hold one. */
@Injectable()
export class TokenInspection {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly revocations: Revocations,
    private readonly sessions: SessionsService,
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Undefined for whatever is not good, and for another client's refresh token. */
  async introspect(token: string, clientId: string): Promise<ActiveToken | undefined> {
    if (this.refreshTokens.isOne(token)) return this.introspectRefreshToken(token, clientId);
    const verified = await this.verified(token);
    if (!verified || (await this.revocations.standingOf(verified)) !== 'standing') return undefined;
    if (verified.expiresAt <= this.clock.now()) return undefined; // in the leeway, too: its `exp` would contradict
    const { userId, sessionId, tokenId, roles, amr } = verified;
    return {
      active: true,
      token_type: 'Bearer',
      client_id: verified.clientId,
      sub: userId,
      sid: sessionId,
      jti: tokenId,
      exp: toNumericDate(verified.expiresAt),
      iat: toNumericDate(verified.issuedAt),
      auth_time: toNumericDate(verified.authenticatedAt),
      amr,
      roles,
      ...this.accessTokens.parties,
    };
  }

  /**
   * An access token alone; with a refresh token, its whole session. What is no good already is left so (RFC 7009 §2.2).
   *
   * @throws Problem token.foreign for another client's token
   */
  async revoke(token: string, clientId: string): Promise<void> {
    if (this.refreshTokens.isOne(token)) {
      const found = await this.refreshTokens.find(token, this.dataSource.manager);
      if (!found) return;
      assertOwn(found.session.clientId, clientId);
      return this.sessions.end(found.sessionId, 'tokenRevoked');
    }
    const verified = await this.verified(token);
    if (!verified) return;
    assertOwn(verified.clientId, clientId);
    if ((await this.revocations.standingOf(verified)) !== 'standing') return;
    const { userId, sessionId, tokenId } = verified;
    await this.revocations.during(async (change) => {
      await change.revokeToken(tokenId);
      await this.audit.record({ type: 'token.revoked', userId, sessionId, detail: { tokenId } }, change.tx);
    });
  }

  private async introspectRefreshToken(token: string, clientId: string): Promise<ActiveToken | undefined> {
    const found = await this.refreshTokens.find(token, this.dataSource.manager);
    if (!found || found.usedAt || found.session.clientId !== clientId) return undefined;
    const { session, createdAt } = found;
    if (standingOf(session, this.clock.now()) !== 'live') return undefined;
    return {
      active: true,
      client_id: session.clientId,
      sub: session.userId,
      sid: session.id,
      exp: toNumericDate(session.idleUntil),
      iat: toNumericDate(createdAt),
    };
  }

  private async verified(token: string): Promise<VerifiedToken | undefined> {
    try {
      return this.accessTokens.isOpaque(token)
        ? await this.accessTokens.verifyOpaque(token)
        : this.accessTokens.verifyJwt(token);
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  }
}

/** RFC 7009 §2.1, RFC 6749 §5.2: `invalid_grant` is also for what was issued to another client. */
function assertOwn(owner: string, clientId: string): void {
  if (owner !== clientId) throw new Problem(TokensErrors.foreign);
}
