/**
 * Seconds for which what concerns access tokens must be remembered: longer than any of them may live
 * (`ACCESS_TOKEN_TTL`, at most 60 min), and the leeway of the clocks.
 */
export const TOKEN_MEMORY = 3600 + 300;

/** How the request carried its token. Only a cookie is sent without the client's will, so only it needs CSRF defence. */
export type TokenTransport = 'header' | 'cookie';

/** Who a request acts for. Everything in it was verified; nothing in it was read from the database for this request. */
export interface Principal {
  readonly userId: string;
  /** Undefined where an API key speaks, which belongs to no session. */
  readonly sessionId: string | undefined;
  /** The `jti` of the token, or the id of the API key. */
  readonly tokenId: string;
  /** The client the token was issued to; an API key was issued to none. */
  readonly clientId: string | undefined;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
  /** How they proved themselves, as RFC 8176 names: `pwd`, `otp`, …; nobody did so for an API key. */
  readonly amr: readonly string[];
  /** When they last did so, or when the API key was made. */
  readonly authenticatedAt: Date;
  readonly transport: TokenTransport;
}

/** The caller of a route with `@SessionOnly()`. */
export interface SessionPrincipal extends Principal {
  readonly sessionId: string;
}

/** What a credential returns when it believes someone. A use case turns it into a session. */
export interface Proof {
  readonly userId: string;
  /** RFC 8176 authentication method reference. */
  readonly method: 'pwd';
  readonly at: Date;
  /** When the password that was proven had been set: one that was set since makes the proof void. */
  readonly secretSetAt: Date;
}
