import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import sqlite3, { type Database } from 'sqlite3';
import { DataSource, type DataSourceOptions, MigrationExecutor } from 'typeorm';
import type { SqliteDriver } from 'typeorm/driver/sqlite/SqliteDriver.js';
import type { Config } from '../config/index.js';
import { OperatorError } from '../errors/index.js';
import type { databaseConfig } from './database.config.js';
import { bindNumbers } from './sqlite/bound-numbers.js';
import { keepStatements } from './sqlite/kept-statements.js';
import { retryConflicts } from './retry-conflicts.js';
import { serializeSqlite } from './sqlite/serialized-sqlite.js';
import { traceTransactions } from './trace-transactions.js';
import { takeTurn } from './turns.js';

type DatabaseConfig = Config<typeof databaseConfig>;
export type Schema = Pick<DataSourceOptions, 'entities' | 'migrations'>;

export const dataSourceOptions = (config: DatabaseConfig, schema: Schema): DataSourceOptions => ({
  ...(config.DATABASE_URL === undefined ? sqlite(config) : postgres(config, config.DATABASE_URL)),
  synchronize: false,
  // TypeORM would drop the condition, and so find, change or delete the first row or all of them.
  invalidWhereValuesBehavior: { undefined: 'throw', null: 'throw' },
  ...schema,
});

/**
 * TypeORM asks sqlite3 to be verbose: each call would then take a stack trace and write its values into the error that
 * it might end with, and so into the log.
 */
const quietSqlite = { verbose: () => sqlite3 };

const sqlite = ({ DATABASE_PATH }: DatabaseConfig): DataSourceOptions => ({
  type: 'sqlite',
  driver: quietSqlite,
  database: DATABASE_PATH,
  enableWAL: true,
  busyTimeout: 5000,
});

const postgres = (config: DatabaseConfig, url: string): DataSourceOptions => ({
  type: 'postgres',
  url,
  applicationName: 'sallyport',
  installExtensions: false,
  poolSize: config.DATABASE_POOL,
  connectTimeoutMS: config.DATABASE_CONNECT_TIMEOUT * 1000,
  extra: {
    statement_timeout: config.DATABASE_STATEMENT_TIMEOUT * 1000,
    idle_in_transaction_session_timeout: config.DATABASE_STATEMENT_TIMEOUT * 1000,
  },
});

/** Opens the database, creating it where there is none, and brings it up to the newest migration. */
export async function openDatabase(config: DatabaseConfig, schema: Schema): Promise<DataSource> {
  const dataSource = new DataSource(dataSourceOptions(config, schema));
  const opened = config.DATABASE_URL === undefined ? openSqlite : openPostgres;
  return traceTransactions(await opened(dataSource, config));
}

async function openSqlite(dataSource: DataSource, config: DatabaseConfig): Promise<DataSource> {
  if (config.DATABASE_PATH !== ':memory:') makeOwn(config.DATABASE_PATH);
  await serializeSqlite(dataSource).initialize();
  await dataSource.query(`PRAGMA synchronous = ${config.DATABASE_SYNCHRONOUS}`);
  await dataSource.runMigrations({ transaction: 'each' });
  const driver = dataSource.driver as SqliteDriver;
  bindNumbers(driver);
  keepStatements(driver.databaseConnection as Database);
  return dataSource;
}

/** SQLite would make the file by the umask, for others to read; its log takes the mode of the file. */
function makeOwn(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  closeSync(openSync(path, 'a', 0o600));
}

async function openPostgres(dataSource: DataSource, config: DatabaseConfig): Promise<DataSource> {
  try {
    await retryConflicts(dataSource, config.DATABASE_RETRIES).initialize();
  } catch (error) {
    const reason = error instanceof AggregateError ? error.errors.join('; ') : (error as Error).message;
    throw new OperatorError(`The database of DATABASE_URL cannot be opened: ${reason}`, { cause: error });
  }
  await migratePostgres(dataSource);
  return dataSource;
}

/** All or nothing. Of ten nodes that start at once, nine wait and find the work done. */
async function migratePostgres(dataSource: DataSource): Promise<void> {
  await dataSource.transaction(async (tx) => {
    await tx.query('SET LOCAL statement_timeout = 0'); // a large table takes its time
    await takeTurn(tx, 'migrations');
    const executor = new MigrationExecutor(dataSource, tx.queryRunner);
    executor.transaction = 'none'; // there is one already
    await executor.executePendingMigrations();
  });
}
