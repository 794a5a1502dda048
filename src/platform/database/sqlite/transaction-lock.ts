import { AsyncLocalStorage } from 'node:async_hooks';
import { FifoLock } from './fifo-lock.js';
import type { SharedCommit } from './shared-commit.js';

export type Purpose = 'transaction' | 'statement';

/** The lock, and a guard that turns the way in which `transaction()` could deadlock on it into an error. */
export class TransactionLock {
  private readonly lock = new FifoLock<Purpose>();
  private readonly open = new AsyncLocalStorage<{ open: boolean }>();
  /** Whether the connection may still be inside of a transaction that nobody holds: its BEGIN or ROLLBACK failed. */
  isStuck = false;
  /** What those have in common who are through, and wait for the COMMIT. */
  commit: SharedCommit | undefined;

  /** Whether one who is through may leave the COMMIT to the next. */
  get passesOn(): boolean {
    return this.lock.next === 'transaction' && !this.commit?.isFull;
  }

  acquire(purpose: Purpose): Promise<() => void> {
    if (this.open.getStore()?.open) {
      throw new Error(
        'A statement went round the transaction that its own caller holds open; pass the EntityManager on.',
      );
    }
    return this.lock.acquire(purpose);
  }

  async guarding<T>(run: () => Promise<T>): Promise<T> {
    const state = { open: true };
    try {
      return await this.open.run(state, run);
    } finally {
      state.open = false;
      // On Node.js before 24 a storage that was ever used slows every promise of the process, until it is disabled.
      // Nobody else is inside: the one who holds the lock has just finished.
      this.open.disable();
    }
  }
}
