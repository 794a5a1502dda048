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
  readonly sessionId: string;
  readonly tokenId: string;
  readonly clientId: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
  /** How they proved themselves, as RFC 8176 names: `pwd`, `otp`, … */
  readonly amr: readonly string[];
  /** When they last did so. */
  readonly authenticatedAt: Date;
  readonly transport: TokenTransport;
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
