import { type Clock, inTime } from '../../platform/clock/index.js';
import { Problem, ServerErrors } from '../../platform/errors/index.js';

/** Milliseconds after which a read of the feed is given up. */
const PATIENCE = 5000;
const UNANSWERED = `The database has not answered for ${PATIENCE / 1000} seconds`;

/** For how long what was read of the feed may be relied on, and one look at it for all who need it sooner. */
export class FeedFreshness {
  private knownAt = -Infinity;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly clock: Clock,
    /** Milliseconds. */
    private readonly bound: number,
    /** Reads the feed to its end, and calls `noted`. */
    private readonly read: () => Promise<void>,
  ) {}

  get isStale(): boolean {
    return this.age > this.bound;
  }

  /** Milliseconds since what is known was all there was. */
  get age(): number {
    return this.clock.elapsed() - this.knownAt;
  }

  /** @param began when a read began that came to the end of the feed: nothing is known of what happened since */
  noted(began: number): void {
    this.knownAt = Math.max(this.knownAt, began);
  }

  /**
   * Resolves when nothing that had happened so long before this call is unknown any more.
   *
   * @throws Problem server.unavailable
   */
  async restored(): Promise<void> {
    await this.since(this.clock.elapsed() - this.bound);
  }

  /**
   * Resolves when nothing that had happened before this call is unknown any more.
   *
   * @throws Problem server.unavailable
   */
  async now(): Promise<void> {
    await this.since(this.clock.elapsed());
  }

  /** Reads what there is now: a read that is under way may have begun before it was there. */
  async learn(): Promise<void> {
    const called = this.clock.elapsed();
    do await this.renew();
    while (this.knownAt < called);
  }

  private async since(needed: number): Promise<void> {
    try {
      while (this.knownAt < needed) await this.renew(); // again where it joined one that had begun too early
    } catch (cause) {
      const because = 'the revocation feed is stale and cannot be read';
      throw new Problem(ServerErrors.unavailable, { because, cause, headers: { 'retry-after': '1' } });
    }
  }

  /** Reads, or waits for the read that is under way. */
  renew(): Promise<void> {
    this.reading ??= inTime(this.read(), PATIENCE, UNANSWERED).finally(() => (this.reading = undefined));
    return this.reading;
  }
}
