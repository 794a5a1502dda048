import { toNumericDate } from '../../platform/clock/index.js';
import type { SessionToken } from '../verified-token.js';

/** An access token's claims (RFC 9068 §2.2), and ours: `sid` (OpenID Connect), `epoch`. Times are NumericDates. */
export interface AccessTokenClaims {
  iss: string;
  aud: string;
  sub: string;
  client_id: string;
  iat: number;
  exp: number;
  jti: string;
  sid: string;
  auth_time: number;
  amr: readonly string[];
  roles: readonly string[];
  epoch: number;
}

export const toClaims = (token: SessionToken, issuer: string, audience: string): AccessTokenClaims => ({
  iss: issuer,
  aud: audience,
  sub: token.userId,
  client_id: token.clientId,
  iat: toNumericDate(token.issuedAt),
  exp: toNumericDate(token.expiresAt),
  jti: token.tokenId,
  sid: token.sessionId,
  auth_time: toNumericDate(token.authenticatedAt),
  amr: token.amr,
  roles: token.roles,
  epoch: token.epoch,
});

const toDate = (numericDate: number): Date => new Date(numericDate * 1000);

export const fromClaims = (claims: AccessTokenClaims): SessionToken => ({
  userId: claims.sub,
  sessionId: claims.sid,
  tokenId: claims.jti,
  clientId: claims.client_id,
  epoch: claims.epoch,
  roles: claims.roles,
  amr: claims.amr,
  authenticatedAt: toDate(claims.auth_time),
  issuedAt: toDate(claims.iat),
  expiresAt: toDate(claims.exp),
});
