import { type ErrorEntry, Problem } from '../platform/errors/index.js';
import type { TokenIdentity } from '../sessions/index.js';
import type { VerifiedToken } from './verified-token.js';

/** Why a token is not believed. */
export interface TokenRefusal {
  /** The check that failed; the checks of its kind are made in a known order, so those before it have passed. */
  readonly check: string;
  /** What the check found; for the operator, not for the caller. */
  readonly fault: string;
  readonly entry: ErrorEntry;
  /** Whose it is, where that is certain all the same. */
  readonly about?: Omit<TokenIdentity, 'epoch'>;
  /** What it says, where it is genuine and is a token that says something. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Where its time is over and nothing else is wrong: what it was good for. */
  readonly late?: VerifiedToken;
}

/** What comes of looking at a token, whether it still stands not yet asked. */
export type TokenVerdict = { readonly verified: VerifiedToken } | TokenRefusal;

/**
 * @param mayHaveExpired whether its time may be over
 * @throws Problem as the refusal says
 */
export function believed(verdict: TokenVerdict, mayHaveExpired = false): VerifiedToken {
  if ('verified' in verdict) return verdict.verified;
  if (mayHaveExpired && verdict.late) return verdict.late;
  throw new Problem(verdict.entry, { because: verdict.fault });
}
