import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { SqliteDriver } from 'typeorm/driver/sqlite/SqliteDriver.js';
import { SqliteQueryRunner } from 'typeorm/driver/sqlite/SqliteQueryRunner.js';
import { FifoLock } from './fifo-lock.js';

/**
 * TypeORM's SQLite driver hands every caller one shared query runner, so that concurrent transactions nest into
 * each other: a rollback then takes a neighbour's acknowledged writes with it. This gives every caller a runner
 * of its own and one fair lock over the connection: a transaction holds it from BEGIN to COMMIT or ROLLBACK, a
 * lone statement for its own duration. Call it before `dataSource.initialize()`.
 *
 * It reaches into TypeORM 0.3.31; test/behaviour/write-loss.spec.ts shows the loss without it.
 */
export function serializeSqlite(dataSource: DataSource): DataSource {
  const driver = dataSource.driver as SqliteDriver;
  const lock = new TransactionLock();
  driver.createQueryRunner = (): QueryRunner => new SerializedRunner(driver, lock);

  const { manager } = dataSource;
  const transaction = manager.transaction.bind(manager) as (run: Run) => Promise<unknown>;
  // SQLite knows one isolation only, so a level that is asked for changes nothing.
  manager.transaction = ((levelOrRun: string | Run, maybeRun?: Run) => {
    const run = typeof levelOrRun === 'function' ? levelOrRun : (maybeRun as Run);
    return transaction((tx) => lock.guarding(() => run(tx)));
  }) as typeof manager.transaction;
  return dataSource;
}

type Run = (tx: EntityManager) => Promise<unknown>;

/** The lock, and a guard that turns the way in which `transaction()` could deadlock on it into an error. */
class TransactionLock {
  private readonly lock = new FifoLock();
  private readonly open = new AsyncLocalStorage<{ open: boolean }>();
  /** Whether the connection may still be inside of a transaction that nobody holds: its BEGIN or ROLLBACK failed. */
  isStuck = false;

  acquire(): Promise<() => void> {
    if (this.open.getStore()?.open) {
      throw new Error(
        'A statement went round the transaction that its own caller holds open; pass the EntityManager on.',
      );
    }
    return this.lock.acquire();
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

class SerializedRunner extends SqliteQueryRunner {
  private free: (() => void) | undefined;

  constructor(
    driver: SqliteDriver,
    private readonly lock: TransactionLock,
  ) {
    super(driver);
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the signature is TypeORM's
  override async query(sql: string, parameters?: any[], useStructuredResult = false): Promise<any> {
    if (this.free) {
      // IMMEDIATE: an upgrade from read to write inside a transaction could otherwise fail with SQLITE_BUSY.
      const statement = sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql;
      return super.query(statement, parameters, useStructuredResult);
    }
    const free = await this.take();
    try {
      return await super.query(sql, parameters, useStructuredResult);
    } finally {
      free();
    }
  }

  override async startTransaction(): Promise<void> {
    this.free ??= await this.take();
    try {
      await super.startTransaction();
    } catch (error) {
      if (this.transactionDepth === 0) {
        this.isTransactionActive = false;
        this.lock.isStuck = true;
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
    try {
      await super.rollbackTransaction();
    } finally {
      if (!this.isTransactionActive || this.transactionDepth <= 0) this.drop();
    }
  }

  override async release(): Promise<void> {
    if (this.isTransactionActive) await this.rollbackTransaction().catch(() => (this.lock.isStuck = true));
    await super.release();
    this.drop();
  }

  /** The lock, with the connection outside of any transaction: a write inside of a dead one would be lost in silence. */
  private async take(): Promise<() => void> {
    const free = await this.lock.acquire();
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

  private drop(): void {
    this.free?.();
    this.free = undefined;
  }
}
