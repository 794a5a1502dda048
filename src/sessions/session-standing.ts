import { secondsAfter } from '../platform/clock/index.js';
import type { Session } from './session.entity.js';

export type SessionStanding = 'live' | 'ended' | 'idle' | 'expired';

export interface SessionRules {
  /** Seconds a session lives without a refresh. */
  readonly idle: number;
  /** Seconds a session lives at most. */
  readonly absolute: number;
}

/** Whether a session may still be used, and if not, why. */
export function standingOf(
  session: Pick<Session, 'endedAt' | 'idleUntil' | 'expiresAt'>,
  now: Date,
): SessionStanding {
  if (session.endedAt) return 'ended';
  if (session.expiresAt <= now) return 'expired';
  return session.idleUntil <= now ? 'idle' : 'live';
}

/** Until when a session lives if nobody refreshes it after `now`. */
export function idleLimit(rules: SessionRules, expiresAt: Date, now: Date): Date {
  const limit = secondsAfter(now, rules.idle);
  return limit < expiresAt ? limit : expiresAt;
}
