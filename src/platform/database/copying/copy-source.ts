import { existsSync } from 'node:fs';
import sqlite3 from 'sqlite3';
import { DataSource, type DataSourceOptions, type QueryRunner } from 'typeorm';
import type { Config } from '../../config/index.js';
import { OperatorError } from '../../errors/index.js';
import { dataSourceOptions } from '../data-source-options.js';
import type { databaseConfig } from '../database.config.js';
import { takeTurn } from '../turns.js';
import { isPostgres } from './stored-table.js';
import { takeItsTime } from './take-its-time.js';

const IN_USE =
  'The source is in use: a server or a command has it open. Stop it first; what it writes meanwhile would not be copied. With --force, what is there at this moment is copied all the same.';

/**
 * A database to read from, as it is at one moment, and nothing is written to it. Without `force` no other process has
 * it open, nor can open it until this one is done.
 *
 * @throws OperatorError where there is none, or it is in use
 */
export async function openSource(
  config: Config<typeof databaseConfig>,
  { force = false }: { force?: boolean },
): Promise<QueryRunner> {
  const source = new DataSource(optionsOf(config));
  try {
    await source.initialize();
    const runner = source.createQueryRunner();
    await (isPostgres(runner) ? holdPostgres(runner, force) : holdSqlite(runner, force));
    return runner;
  } catch (error) {
    if (source.isInitialized) await source.destroy();
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(`The source cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

export async function closeSource(runner: QueryRunner): Promise<void> {
  await runner.query('ROLLBACK').catch(() => undefined);
  await runner.release();
  await runner.connection.destroy();
}

/** As the server opens it, but without making a file or changing how one is kept. */
function optionsOf(config: Config<typeof databaseConfig>): DataSourceOptions {
  const options = dataSourceOptions(config, { entities: [], migrations: [] });
  if (options.type !== 'sqlite') return options;
  if (!existsSync(config.DATABASE_PATH)) throw new OperatorError(`There is no file ${config.DATABASE_PATH}.`);
  return { ...options, enableWAL: false, busyTimeout: 1000, flags: sqlite3.OPEN_READWRITE };
}

/**
 * In WAL mode every connection keeps a shared lock on the file for as long as it is open, so an exclusive one is had
 * only where there is no other (https://www.sqlite.org/wal.html#use_of_wal_without_shared_memory).
 */
async function holdSqlite(runner: QueryRunner, force: boolean): Promise<void> {
  if (!force) await runner.query('PRAGMA locking_mode = EXCLUSIVE');
  try {
    await runner.query(force ? 'BEGIN' : 'BEGIN EXCLUSIVE');
    await runner.query('SELECT count(*) FROM sqlite_master'); // what is read from here on is of this moment
  } catch (error) {
    if (/SQLITE_BUSY|locked/.test(String(error))) throw new OperatorError(IN_USE);
    throw error;
  }
}

/** Whoever opens it runs its migrations first, and waits for its turn; who had it before is seen once that is ours. */
async function holdPostgres(runner: QueryRunner, force: boolean): Promise<void> {
  const others = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
    AND application_name = 'sallyport' AND pid <> pg_backend_pid()`;
  await runner.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  if (!force) {
    await takeTurn(runner.manager, 'migrations');
    if ((await runner.query(others)).length > 0) throw new OperatorError(IN_USE);
  }
  await takeItsTime(runner);
}
