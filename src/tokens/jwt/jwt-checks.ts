import type { AccessTokenClaims } from './claims.js';

export interface JwtRules {
  readonly issuer: string;
  readonly audience: string;
  /** Seconds. */
  readonly leeway: number;
}

type Members = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

const HEADER_MEMBERS = new Set(['alg', 'typ', 'kid']);

/** What must hold of a header, by name. A fault is reported under the name of the check that found it. */
export const headerChecks: Readonly<Record<string, (header: Members) => boolean>> = {
  // `crit`, `jku`, `jwk`, `x5u`, `x5c`, `b64`, `zip` and `enc` among them: we never write more than these three.
  onlyKnownMembers: (header) => Object.keys(header).every((name) => HEADER_MEMBERS.has(name)),
  isAccessToken: (header) => header.typ === 'at+jwt', // RFC 9068 §4
  namesAlgorithm: (header) => isText(header.alg),
  namesKey: (header) => isText(header.kid),
};

/** What must hold of the claims, by name (RFC 9068 §4, RFC 8725 §3). `now` is a NumericDate. */
export const claimChecks: Readonly<
  Record<string, (claims: Members, rules: JwtRules, now: number) => boolean>
> = {
  fromThisIssuer: ({ iss }, rules) => iss === rules.issuer,
  forThisAudience: ({ aud }, rules) =>
    aud === rules.audience || (isTexts(aud) && aud.includes(rules.audience)),
  hasSubject: ({ sub }) => isText(sub),
  hasClient: ({ client_id }) => isText(client_id),
  hasTokenId: ({ jti }) => isText(jti),
  hasSession: ({ sid }) => isText(sid),
  hasEpoch: ({ epoch }) => Number.isSafeInteger(epoch),
  hasRoles: ({ roles }) => isTexts(roles),
  hasAuthentication: ({ amr, auth_time }) => isTexts(amr) && isTime(auth_time),
  hasExpiry: ({ exp }) => isTime(exp),
  notIssuedLater: ({ iat }, rules, now) => isTime(iat) && iat <= now + rules.leeway,
  notBeforeItsTime: ({ nbf }, rules, now) => nbf === undefined || (isTime(nbf) && nbf <= now + rules.leeway),
};

export const hasExpired = (claims: Pick<AccessTokenClaims, 'exp'>, rules: JwtRules, now: number): boolean =>
  claims.exp + rules.leeway <= now;
