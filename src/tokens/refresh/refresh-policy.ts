import { type Session, standingOf } from '../../sessions/index.js';
import type { RefreshToken } from './refresh-token.entity.js';

export interface RefreshRules {
  /** Seconds in which a used token gives the same successor again; 0 is strict. */
  readonly replayWindow: number;
}

/** Who presents a refresh token, and how. */
export interface Presenter extends Pick<Session, 'clientId' | 'transport'> {
  /** The session that the request's CSRF token belongs to, where it had to bring one. */
  readonly sessionId?: string;
}

export type RefreshVerdict =
  /** Current: exchange it. */
  | 'rotate'
  /** Just used, by a racer of the same client: give the same successor once more. */
  | 'replay'
  /** Used before: someone holds a copy. The whole family ends. */
  | 'reuse'
  | 'sessionOver'
  | 'wrongPresenter';

/**
 * What to do with a refresh token (RFC 9700 §4.14.2).
 *
 * @param successorUnused whether the token that this one was exchanged for is still current
 */
export function judgeRefresh(
  token: Pick<RefreshToken, 'usedAt'>,
  session: Pick<Session, 'id' | 'clientId' | 'transport' | 'endedAt' | 'idleUntil' | 'expiresAt'>,
  presenter: Presenter,
  successorUnused: boolean,
  rules: RefreshRules,
  now: Date,
): RefreshVerdict {
  if (!isPresenterOf(session, presenter)) return 'wrongPresenter';
  if (standingOf(session, now) !== 'live') return 'sessionOver';
  if (!token.usedAt) return 'rotate';
  const age = Math.abs(now.getTime() - token.usedAt.getTime()); // a clock put back must not hold the window open
  const inWindow = age < rules.replayWindow * 1000;
  return inWindow && successorUnused ? 'replay' : 'reuse';
}

const isPresenterOf = (
  session: Pick<Session, 'id' | 'clientId' | 'transport'>,
  presenter: Presenter,
): boolean =>
  session.clientId === presenter.clientId &&
  session.transport === presenter.transport &&
  (presenter.sessionId ?? session.id) === session.id;
