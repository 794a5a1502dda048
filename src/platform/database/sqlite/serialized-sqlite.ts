import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { SqliteDriver } from 'typeorm/driver/sqlite/SqliteDriver.js';
import { SerializedRunner } from './serialized-runner.js';
import { TransactionLock } from './transaction-lock.js';

/**
 * TypeORM's SQLite driver hands every caller one shared query runner, so that concurrent transactions nest into
 * each other: a rollback then takes a neighbour's acknowledged writes with it. This gives every caller a runner
 * of its own and one fair lock over the connection: a transaction holds it from its first statement to its last, a
 * lone statement for its own duration. Transactions that follow each other directly share one COMMIT, each within a
 * savepoint, and are answered after it. Call it before `dataSource.initialize()`.
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
  manager.transaction = (async (levelOrRun: string | Run, maybeRun?: Run) => {
    const run = typeof levelOrRun === 'function' ? levelOrRun : (maybeRun as Run);
    let runner: SerializedRunner | undefined;
    try {
      return await transaction((tx) => {
        runner = tx.queryRunner as SerializedRunner;
        return lock.guarding(() => run(tx));
      });
    } catch (error) {
      // What a transaction was refused for may have been the doing of one before it, which came to nothing.
      throw runner?.lostWith ?? error;
    }
  }) as typeof manager.transaction;
  return dataSource;
}

type Run = (tx: EntityManager) => Promise<unknown>;
