import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import type { Config } from '../../platform/config/index.js';
import type { databaseConfig } from '../../platform/database/index.js';
import { SqliteFile } from './sqlite-file.js';

type DatabaseConfig = Config<typeof databaseConfig>;

/** Runs a statement, and gives its rows. */
export type Rows = <T>(sql: string) => Promise<T[]>;

/** The database of the settings, as somebody who changes nothing sees it. */
export type Installation =
  | { readonly store: 'sqlite'; readonly path: string; readonly exists: boolean }
  | { readonly store: 'postgres'; readonly url: string };

export const installationOf = ({ DATABASE_URL, DATABASE_PATH }: DatabaseConfig): Installation =>
  DATABASE_URL === undefined
    ? { store: 'sqlite', path: resolve(DATABASE_PATH), exists: existsSync(DATABASE_PATH) }
    : { store: 'postgres', url: DATABASE_URL };

/** Where it is, fit to be shown: without user and password. */
export function placeOf(installation: Installation): string {
  if (installation.store === 'sqlite') return installation.path;
  const { host, pathname } = new URL(installation.url);
  return `${host}${pathname}`;
}

/** How long the database may take to be reached. */
export type Connecting = Pick<DatabaseConfig, 'DATABASE_CONNECT_TIMEOUT'>;

/** Asks the database, whatever its migrations are. */
export async function asking<T>(
  installation: Installation,
  { DATABASE_CONNECT_TIMEOUT }: Connecting,
  run: (rows: Rows) => Promise<T>,
): Promise<T> {
  if (installation.store === 'sqlite')
    return SqliteFile.with(installation.path, (file) => run((sql) => file.rows(sql)));
  const client = new pg.Client({
    connectionString: installation.url,
    application_name: 'sallyport-cli',
    connectionTimeoutMillis: DATABASE_CONNECT_TIMEOUT * 1000,
  });
  client.on('error', () => undefined); // told by the query that it breaks
  await client.connect();
  try {
    return await run(async <R>(sql: string) => (await client.query(sql)).rows as R[]);
  } finally {
    await client.end();
  }
}
