import { type SigningKey, verifyBytes } from '../../keys/index.js';
import type { AccessTokenClaims } from './claims.js';
import { claimChecks, hasExpired, headerChecks, type JwtRules } from './jwt-checks.js';
import { parseJwt } from './jwt-format.js';

export type JwtVerdict = { readonly claims: AccessTokenClaims; readonly kid: string } | JwtRefusal;

interface JwtRefusal {
  /** The check that failed, by its name in `jwtChecks`. */
  readonly check: string;
  /** What was wrong, where the check can find several faults; for the log, not for the caller. */
  readonly fault: string;
  /** What it says, where the signature is genuine. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** With `expired` alone: what it said while it was good. */
  readonly late?: AccessTokenClaims;
}

/** Every check, in the order in which they are made: those before the one that failed have passed. */
export const jwtChecks: readonly string[] = [
  'wellFormed',
  ...Object.keys(headerChecks),
  'knownKey',
  'keysAlgorithm',
  'signature',
  ...Object.keys(claimChecks),
  'notExpired',
];

/**
 * Verifies an access token against the keys we made and the rules of RFC 9068 §4.
 *
 * @param find the key of a `kid`, or undefined; the key alone decides the algorithm
 * @param now NumericDate
 */
export function verifyJwt(
  token: string,
  find: (kid: string) => SigningKey | undefined,
  rules: JwtRules,
  now: number,
): JwtVerdict {
  const parsed = parseJwt(token);
  if (typeof parsed === 'string') return { check: 'wellFormed', fault: parsed };
  const { header, claims, signingInput, signature } = parsed;

  const headerFault = firstFault(headerChecks, (check) => check(header));
  if (headerFault) return { check: headerFault, fault: headerFault };
  const key = find(header.kid as string);
  if (!key) return { check: 'knownKey', fault: 'unknownKey' };
  if (header.alg !== key.algorithm) return { check: 'keysAlgorithm', fault: 'wrongAlgorithm' };
  if (!verifyBytes(key.algorithm, key.verificationKey, signingInput, signature))
    return { check: 'signature', fault: 'wrongSignature' };

  const claimFault = firstFault(claimChecks, (check) => check(claims, rules, now));
  if (claimFault) return { check: claimFault, fault: claimFault, claims };
  const believed = claims as unknown as AccessTokenClaims;
  return hasExpired(believed, rules, now)
    ? { check: 'notExpired', fault: 'expired', claims, late: believed }
    : { claims: believed, kid: key.kid };
}

function firstFault<C>(
  checks: Readonly<Record<string, C>>,
  holds: (check: C) => boolean,
): string | undefined {
  return Object.entries(checks).find(([, check]) => !holds(check))?.[0];
}
