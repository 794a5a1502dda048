/** How many share one at most: whoever comes first waits for all of them. */
const MOST = 32;

/**
 * The COMMIT of transactions that directly follow one another, so that the disk is waited for once. None of them is
 * answered before it: what was acknowledged is as durable as ever.
 */
export class SharedCommit {
  /** Why none of them was committed, as far as is known. */
  failure: unknown;
  isOver = false;
  private members = 0;
  private readonly outcome: Promise<void>;
  private resolve!: () => void;
  private reject!: (reason: unknown) => void;

  constructor() {
    this.outcome = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
    this.outcome.catch(() => undefined); // a single transaction learns of it from its own COMMIT
  }

  get isFull(): boolean {
    return this.members >= MOST;
  }

  /** @returns whether the caller is the first */
  join(): boolean {
    this.members += 1;
    return this.members === 1;
  }

  /** Runs what ends it, for all who joined. */
  async end(commit: () => Promise<unknown>): Promise<void> {
    this.isOver = true;
    try {
      await commit();
    } catch (error) {
      this.fail(error);
      throw error;
    }
    this.resolve();
  }

  fail(reason: unknown): void {
    this.isOver = true;
    this.failure ??= reason;
    this.reject(this.failure);
  }

  /** Resolves once it is committed; rejects with what went wrong. */
  ended(): Promise<void> {
    return this.outcome;
  }
}
