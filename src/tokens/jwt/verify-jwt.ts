import { type SigningKey, verifyBytes } from '../../keys/index.js';
import type { AccessTokenClaims } from './claims.js';
import { claimChecks, hasExpired, headerChecks, type JwtRules } from './jwt-checks.js';
import { parseJwt } from './jwt-format.js';

export type JwtVerdict =
  | { readonly claims: AccessTokenClaims; readonly kid: string }
  /** The name of the check that failed; for the log, not for the caller. */
  | {
      readonly fault: string;
      /** With `expired` alone: what it said while it was good. */ readonly late?: AccessTokenClaims;
    };

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
  if (typeof parsed === 'string') return { fault: parsed };
  const { header, claims, signingInput, signature } = parsed;

  const headerFault = firstFault(headerChecks, (check) => check(header));
  if (headerFault) return { fault: headerFault };
  const key = find(header.kid as string);
  if (!key) return { fault: 'unknownKey' };
  if (header.alg !== key.algorithm) return { fault: 'wrongAlgorithm' };
  if (!verifyBytes(key.algorithm, key.verificationKey, signingInput, signature))
    return { fault: 'wrongSignature' };

  const claimFault = firstFault(claimChecks, (check) => check(claims, rules, now));
  if (claimFault) return { fault: claimFault };
  const believed = claims as unknown as AccessTokenClaims;
  return hasExpired(believed, rules, now)
    ? { fault: 'expired', late: believed }
    : { claims: believed, kid: key.kid };
}

function firstFault<C>(
  checks: Readonly<Record<string, C>>,
  holds: (check: C) => boolean,
): string | undefined {
  return Object.entries(checks).find(([, check]) => !holds(check))?.[0];
}
