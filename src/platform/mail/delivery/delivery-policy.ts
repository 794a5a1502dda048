import { secondsAfter } from '../../clock/index.js';

const FIRST_PAUSE = 10;
const LONGEST_PAUSE = 3600;

interface Attempted {
  /** At least one. */
  readonly attempts: number;
  readonly expiresAt: Date;
}

/** When to try again, or why not to. */
export type Verdict = Date | 'refused' | 'expired';

/** Pauses double from ten seconds to an hour, and end when the mail would be of no use any more. */
export function afterFailure(mail: Attempted, isPermanent: boolean, now: Date): Verdict {
  if (isPermanent) return 'refused';
  const next = secondsAfter(now, Math.min(FIRST_PAUSE * 2 ** (mail.attempts - 1), LONGEST_PAUSE));
  return next < mail.expiresAt ? next : 'expired';
}
