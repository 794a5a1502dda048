import type { TokenIdentity } from '../sessions/index.js';

/** What anything says that works as an access token: a token in either format, or an API key. */
export interface VerifiedToken extends TokenIdentity {
  /** Undefined for an API key, which was issued to no client. */
  readonly clientId: string | undefined;
  readonly roles: readonly string[];
  /** The permissions that an API key is limited to; without them it may all that its owner may. */
  readonly scopes?: readonly string[];
  readonly amr: readonly string[];
  readonly authenticatedAt: Date;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** The key that signed it; an opaque token has none. */
  readonly kid?: string;
}

/** What an access token says: it was issued to a client, for a session. */
export interface SessionToken extends VerifiedToken {
  readonly sessionId: string;
  readonly clientId: string;
}

/** What the user may do at the moment a token is issued; it is stamped on the token. */
export interface Authority {
  readonly epoch: number;
  readonly roles: readonly string[];
}
