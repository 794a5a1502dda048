import type { SqliteDriver } from 'typeorm/driver/sqlite/SqliteDriver.js';
import { SqliteQueryRunner } from 'typeorm/driver/sqlite/SqliteQueryRunner.js';
import { SharedCommit } from './shared-commit.js';
import type { Purpose, TransactionLock } from './transaction-lock.js';

/** A caller's own; `serializeSqlite` tells what for. */
export class SerializedRunner extends SqliteQueryRunner {
  private free: (() => void) | undefined;
  private commit: SharedCommit | undefined;
  private isFirst = false;
  /** What a statement failed with. SQLite may have ended the transaction with it, that of all who share the COMMIT. */
  private mishap: unknown;

  constructor(
    driver: SqliteDriver,
    private readonly lock: TransactionLock,
  ) {
    super(driver);
  }

  /** Why nothing of this transaction was committed, and of none that shared its COMMIT. */
  get lostWith(): unknown {
    return this.commit?.failure;
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the signature is TypeORM's
  override async query(sql: string, parameters?: any[], useStructuredResult = false): Promise<any> {
    if (this.free) return this.ofTransaction(sql, parameters, useStructuredResult);
    const free = await this.take('statement');
    try {
      return await super.query(sql, parameters, useStructuredResult);
    } finally {
      free();
    }
  }

  override async startTransaction(): Promise<void> {
    this.free ??= await this.take('transaction');
    try {
      await super.startTransaction();
    } catch (error) {
      if (this.transactionDepth === 0) {
        this.isTransactionActive = false;
        this.lock.isStuck = true;
        this.abandon(error);
        this.drop();
      }
      throw error;
    }
  }

  override async commitTransaction(): Promise<void> {
    await super.commitTransaction(); // when this fails, the caller rolls back, and that drops the lock
    if (!this.isTransactionActive) this.drop();
  }

  override async rollbackTransaction(): Promise<void> {
    if (this.isTransactionActive && !this.free) return this.forget(); // it was through, and came to nothing with the COMMIT
    try {
      await super.rollbackTransaction();
    } finally {
      if (!this.isTransactionActive || this.transactionDepth <= 0) this.drop();
    }
  }

  override async release(): Promise<void> {
    if (this.isTransactionActive) await this.rollbackTransaction().catch(() => undefined);
    if (this.isTransactionActive && this.free) {
      this.lock.isStuck = true; // neither committed nor undone
      this.abandon(this.mishap ?? new Error('A transaction was released before it had ended'));
    }
    this.forget();
    await super.release();
    this.drop();
  }

  private async ofTransaction(
    sql: string,
    parameters: unknown[] | undefined,
    isStructured: boolean,
  ): Promise<unknown> {
    if (sql === 'BEGIN TRANSACTION') return this.begin();
    if (sql === 'COMMIT' && this.commit) return this.end(this.commit);
    if (sql === 'ROLLBACK' && this.commit) return this.undo(this.commit);
    try {
      return await super.query(sql, parameters, isStructured);
    } catch (error) {
      this.mishap = error;
      throw error;
    }
  }

  private async begin(): Promise<void> {
    this.mishap = undefined;
    this.commit = this.lock.commit ??= new SharedCommit();
    this.isFirst = this.commit.join();
    // IMMEDIATE: an upgrade from read to write inside a transaction could otherwise fail with SQLITE_BUSY.
    await super.query(this.isFirst ? 'BEGIN IMMEDIATE' : 'SAVEPOINT own');
  }

  /** Leaves the COMMIT to the next, if that is a transaction, and waits for it. */
  private async end(commit: SharedCommit): Promise<void> {
    if (this.lock.passesOn && this.mishap === undefined) {
      this.drop();
      return commit.ended();
    }
    this.lock.commit = undefined;
    await commit.end(async () => {
      await this.assertUnbroken();
      await super.query('COMMIT');
    });
  }

  /** Where a statement failed, SQLite may have ended the transaction, and a savepoint since then begun another one. */
  private async assertUnbroken(): Promise<void> {
    if (this.mishap === undefined || this.isFirst) return;
    await super.query('RELEASE own').catch((error: unknown) => {
      throw this.causeOf(error);
    });
  }

  /** That a savepoint is gone is not why it is gone. */
  private causeOf(error: unknown): unknown {
    return /no such savepoint/.test(String(error)) ? (this.mishap ?? error) : error;
  }

  /** Undoes this transaction only, and waits for the COMMIT of those before it: it may have failed by what they did. */
  private async undo(commit: SharedCommit): Promise<void> {
    if (this.isFirst || commit.isOver) {
      this.lock.commit = undefined;
      return super.query('ROLLBACK');
    }
    try {
      await super.query('ROLLBACK TO own');
    } catch (error) {
      this.abandon(this.causeOf(error));
      return super.query('ROLLBACK');
    }
    this.mishap = undefined;
    await this.end(commit);
  }

  /** Tells those who wait for the COMMIT that there will be none. */
  private abandon(reason: unknown): void {
    this.lock.commit?.fail(reason);
    this.lock.commit = undefined;
  }

  /** The lock, with the connection outside of any transaction: a write inside of a dead one would be lost in silence. */
  private async take(purpose: Purpose): Promise<() => void> {
    const free = await this.lock.acquire(purpose);
    try {
      if (this.lock.isStuck) await this.leaveDeadTransaction();
      return free;
    } catch (error) {
      free();
      throw error;
    }
  }

  private async leaveDeadTransaction(): Promise<void> {
    try {
      await super.query('ROLLBACK');
    } catch (error) {
      if (!/no transaction is active/.test(String(error))) throw error;
    }
    this.lock.isStuck = false;
  }

  private forget(): void {
    this.isTransactionActive = false;
    this.transactionDepth = 0;
  }

  private drop(): void {
    this.free?.();
    this.free = undefined;
  }
}
