import { DataSource, type DataSourceOptions } from 'typeorm';
import type { Config } from '../config/index.js';
import type { databaseConfig } from './database.config.js';
import { serializeSqlite } from './serialized-sqlite.js';

type DatabaseConfig = Config<typeof databaseConfig>;
export type Schema = Pick<DataSourceOptions, 'entities' | 'migrations'>;

export const dataSourceOptions = (config: DatabaseConfig, schema: Schema): DataSourceOptions => ({
  type: 'sqlite',
  database: config.DATABASE_PATH,
  enableWAL: true,
  busyTimeout: 5000,
  synchronize: false,
  // TypeORM would drop the condition, and so find, change or delete the first row or all of them.
  invalidWhereValuesBehavior: { undefined: 'throw', null: 'throw' },
  ...schema,
});

/** Opens the database, creating it where there is none, and brings it up to the newest migration. */
export async function openDatabase(config: DatabaseConfig, schema: Schema): Promise<DataSource> {
  const dataSource = await serializeSqlite(new DataSource(dataSourceOptions(config, schema))).initialize();
  await dataSource.query(`PRAGMA synchronous = ${config.DATABASE_SYNCHRONOUS}`);
  await dataSource.runMigrations({ transaction: 'each' });
  return dataSource;
}
