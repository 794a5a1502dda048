import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, toNumericDate } from '../platform/clock/index.js';
import { RoleCatalogue } from '../roles/index.js';
import { standingOf } from '../sessions/index.js';
import { AccessTokens } from './access-tokens.service.js';
import { RefreshTokens } from './refresh/refresh-tokens.js';
import { authorityOf } from './token-authority.js';
import { TokenVerification } from './token-verification.js';

/** What a token is good for at this moment, by the names of RFC 7662 §2.2. Times are NumericDates. */
export interface ActiveToken {
  readonly active: true;
  readonly token_type?: 'Bearer';
  /** Absent for an API key, which was issued to no client. */
  readonly client_id?: string;
  readonly sub: string;
  /** Absent for an API key, which belongs to no session. */
  readonly sid?: string;
  readonly exp: number;
  readonly iat: number;
  readonly iss?: string;
  readonly aud?: string;
  readonly jti?: string;
  readonly auth_time?: number;
  readonly amr?: readonly string[];
  readonly roles?: readonly string[];
  /** The permissions that an API key is limited to, as far as its owner has them now. */
  readonly scope?: string;
}

/** Looks at tokens, for clients that hold one (RFC 7662). */
@Injectable()
export class TokenInspection {
  constructor(
    private readonly tokens: TokenVerification,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly catalogue: RoleCatalogue,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Undefined for whatever is not good, and for another client's refresh token.
   *
   * @param clientId who asks; undefined where that is no client, to whom no refresh token was issued
   */
  async introspect(token: string, clientId: string | undefined): Promise<ActiveToken | undefined> {
    if (this.refreshTokens.isOne(token)) return this.introspectRefreshToken(token, clientId);
    const verified = await this.tokens.verified(token);
    if (!verified) return undefined;
    if (verified.expiresAt <= this.clock.now()) return undefined; // in the leeway, too: its `exp` would contradict
    const { userId, sessionId, clientId: issuedTo, scopes } = verified;
    const { roles, permissions } = authorityOf(verified, this.catalogue);
    return {
      active: true,
      token_type: 'Bearer',
      ...(issuedTo !== undefined && { client_id: issuedTo }),
      sub: userId,
      ...(sessionId !== undefined && {
        sid: sessionId,
        auth_time: toNumericDate(verified.authenticatedAt),
        amr: verified.amr,
      }),
      jti: verified.tokenId,
      exp: toNumericDate(verified.expiresAt),
      iat: toNumericDate(verified.issuedAt),
      roles,
      ...(scopes && { scope: [...permissions].join(' ') }),
      ...this.accessTokens.parties,
    };
  }

  private async introspectRefreshToken(
    token: string,
    clientId: string | undefined,
  ): Promise<ActiveToken | undefined> {
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
}
