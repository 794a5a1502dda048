/**
 * The second line of defence. The first is that no body, header, raw path or credential is given to a logger at all;
 * test/long/canaries.spec.ts looks for what slipped through.
 */
const NAMES = [
  'password',
  'secret',
  'token',
  'access_token',
  'refresh_token',
  'authorization',
  'cookie',
  'key',
];

/** Fields that are never written, whoever gives them to the logger. */
export const REDACTED_PATHS: readonly string[] = NAMES.flatMap((name) => [name, `*.${name}`]);

/** Secrets that are known by their looks: those we make, and JWTs (their signature, without which they are none). */
const OURS = /\b(sp_[a-z]+_)[A-Za-z0-9_-]{43,}/g;
const JWT = /\b(eyJ[\w-]{5,}\.[\w-]{5,}\.)[\w-]{20,}/g;

export const withoutSecrets = (text: string): string =>
  text.includes('sp_') || text.includes('eyJ')
    ? text.replace(OURS, '$1[redacted]').replace(JWT, '$1[redacted]')
    : text;
