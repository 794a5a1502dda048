import { type ErrorEntry, Problem } from '../errors/index.js';

/** So many of something within so many seconds. */
export interface Quota {
  /** For the headers, and to keep its counters apart from those of others. */
  readonly name: string;
  /** 0 sets no limit. */
  readonly points: number;
  readonly seconds: number;
}

/** draft-ietf-httpapi-ratelimit-headers-11: the quota, what is left of it, and in how many seconds it is whole again. */
export const rateLimitHeaders = ({ name, points, seconds }: Quota, left: number, wholeIn: number) => ({
  'ratelimit-policy': `"${name}";q=${points};w=${seconds}`,
  ratelimit: `"${name}";r=${left};t=${wholeIn}`,
});

/** The refusal of who has used a quota up. */
export function refusal(entry: ErrorEntry, quota: Quota, milliseconds: number): Problem {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return new Problem(entry, {
    because: `quota "${quota.name}"`,
    headers: { 'retry-after': String(seconds), ...rateLimitHeaders(quota, 0, seconds) },
  });
}
