import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { ApiKey } from '../../credentials/api-keys/index.js';
import { OneTimeToken } from '../../credentials/one-time-tokens/index.js';
import { secondsAfter } from '../../platform/clock/index.js';
import { Revocation, Session } from '../../sessions/index.js';
import { OpaqueToken } from '../opaque/opaque-token.entity.js';
import { RefreshToken } from '../refresh/refresh-token.entity.js';

/** How many rows a statement removes at most: others wait for it no longer than for a sign-in. */
export const BATCH = 500;

/** Seconds that what has expired is kept: an expired token still signs out, and a clock may be put back. */
const GRACE = 86_400;

/** A statement that removes some of the rows that nobody needs any more. */
export interface Sweep {
  readonly from: EntityTarget<ObjectLiteral>;
  readonly where: string;
  /** Milliseconds since 1970, as they stand in the database. */
  readonly before: number;
}

/**
 * What may go. Used refresh tokens tell of a thief as long as their session lives, so they go with it. The tokens of a
 * session go first, in statements of their own: a cascade could remove thousands at once.
 *
 * @param history seconds that a session is kept after it has ended or reached its absolute limit; longer than any
 * access token lives
 */
export function whatIsOver(history: number, now: Date): readonly Sweep[] {
  const expired = secondsAfter(now, -GRACE).getTime();
  const over = secondsAfter(now, -history).getTime();
  return [
    {
      from: OpaqueToken,
      where: some('digest', '"opaque_tokens" WHERE "expiresAt" <= :before'),
      before: expired,
    },
    ...['endedAt', 'expiresAt'].flatMap((end) => [
      { from: RefreshToken, where: refreshTokensOf(`s."${end}" <= :before`), before: over },
      { from: Session, where: emptySessions(`s."${end}" <= :before`), before: over },
    ]),
    {
      from: OneTimeToken,
      where: some('digest', '"one_time_tokens" WHERE "expiresAt" <= :before'),
      before: expired,
    },
    { from: ApiKey, where: some('id', '"api_keys" WHERE "expiresAt" <= :before'), before: expired },
    { from: Revocation, where: some('seq', '"revocations" WHERE "expiresAt" <= :before'), before: expired },
  ];
}

/** A part of the rows, in a way that SQLite and PostgreSQL both know. */
const some = (key: string, rows: string, alias = '') =>
  `"${key}" IN (SELECT ${alias}"${key}" FROM ${rows} LIMIT ${BATCH})`;

/** CROSS JOIN: for SQLite, that means in this order. */
const refreshTokensOf = (isOver: string) =>
  some(
    'digest',
    `"sessions" s CROSS JOIN "refresh_tokens" r WHERE r."sessionId" = s."id" AND ${isOver}`,
    'r.',
  );

const emptySessions = (isOver: string) => {
  const hasNo = (tokens: string) => `NOT EXISTS (SELECT 1 FROM "${tokens}" t WHERE t."sessionId" = s."id")`;
  return some(
    'id',
    `"sessions" s WHERE ${isOver} AND ${hasNo('refresh_tokens')} AND ${hasNo('opaque_tokens')}`,
    's.',
  );
};
