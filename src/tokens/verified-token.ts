import type { TokenIdentity } from '../sessions/index.js';

/** What a good access token says, whatever its format. */
export interface VerifiedToken extends TokenIdentity {
  readonly clientId: string;
  readonly roles: readonly string[];
  readonly amr: readonly string[];
  readonly authenticatedAt: Date;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** The key that signed it; an opaque token has none. */
  readonly kid?: string;
}

/** What the user may do at the moment a token is issued; it is stamped on the token. */
export interface Authority {
  readonly epoch: number;
  readonly roles: readonly string[];
}
