import type { Counter } from './counter.js';
import type { Quota } from './quota.js';

export interface DelayRules extends Quota {
  /** Seconds to wait once the quota is used up for the first time. */
  readonly firstWait: number;
}

/** No wait is longer, so that who waits is not shut out. */
const LONGEST_WAIT = 3600;

/** Twice as long each time. */
export const waitAfter = (timesUsedUp: number, firstWait: number): number =>
  Math.min(firstWait * 2 ** (timesUsedUp - 1), Math.max(LONGEST_WAIT, firstWait));

/** A quota by key; who uses it up waits, each time twice as long, until something went well. */
export class GrowingDelay {
  constructor(
    readonly rules: DelayRules,
    private readonly taken: Counter,
    /** How often the quota was used up; remembered for longer than any wait. */
    private readonly timesUsedUp: Counter,
  ) {}

  /** @returns milliseconds to wait; 0 when it was granted */
  async take(key: string): Promise<number> {
    const { points, firstWait } = this.rules;
    if (points === 0) return 0;
    const { consumedPoints, msBeforeNext } = await this.taken.penalty(key);
    if (consumedPoints > points) return msBeforeNext;
    if (consumedPoints === points) {
      // The last one is granted, and the wait begins now: who stopped here would wait for the window alone.
      const times = (await this.timesUsedUp.penalty(key)).consumedPoints;
      await this.taken.set(key, points, waitAfter(times, firstWait));
    }
    return 0;
  }

  /** Undoes one `take`. */
  async giveBack(key: string): Promise<void> {
    if (this.rules.points > 0) await this.taken.reward(key);
  }

  /** Begins anew. */
  async forget(key: string): Promise<void> {
    await Promise.all([this.taken.delete(key), this.timesUsedUp.delete(key)]);
  }
}
