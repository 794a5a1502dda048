/** Milliseconds after which a number that was skipped is given up: no transaction of ours lasts that long. */
const PATIENCE = 60_000;

/** How many numbers before the newest are asked for again at most. */
const REACH = 1000;

/**
 * How far a node has read the revocation feed. A row gets its number before its transaction commits, so a lower
 * number may appear after a higher one: those that were skipped are asked for again.
 */
export class FeedCursor {
  private newest = 0;
  private readonly skipped = new Map<number, number>();

  /** Read what is newer than this, */
  get after(): number {
    return this.newest;
  }

  /** and these. */
  get missing(): readonly number[] {
    return [...this.skipped.keys()];
  }

  /**
   * @param found the numbers that were read
   * @param time of a clock that nobody sets
   */
  advance(found: readonly number[], time: number): void {
    const newest = Math.max(this.newest, ...found);
    for (let number = Math.max(this.newest, newest - REACH, 0) + 1; number < newest; number += 1)
      this.skipped.set(number, time + PATIENCE);
    for (const number of found) this.skipped.delete(number);
    for (const [number, until] of this.skipped) if (until <= time) this.skipped.delete(number);
    this.newest = newest;
  }

  /** Everything is to be read again. */
  restart(): void {
    this.newest = 0;
    this.skipped.clear();
  }
}
