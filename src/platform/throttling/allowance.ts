import type { Counter } from './counter.js';
import type { Quota } from './quota.js';

/** A quota that is counted by key. What is taken is counted at once, so callers at the same moment cannot take more. */
export class Allowance {
  constructor(
    readonly quota: Quota,
    private readonly counter: Counter,
  ) {}

  /** @returns milliseconds to wait; 0 when it was granted */
  async take(key: string): Promise<number> {
    if (this.quota.points === 0) return 0;
    const { consumedPoints, msBeforeNext } = await this.counter.penalty(key);
    return consumedPoints > this.quota.points ? msBeforeNext : 0;
  }

  /** Undoes one `take`. */
  async giveBack(key: string): Promise<void> {
    if (this.quota.points > 0) await this.counter.reward(key);
  }
}
