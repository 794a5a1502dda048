import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import type { Config } from '../../platform/config/index.js';
import type { databaseConfig } from '../../platform/database/index.js';
import { schema } from '../../schema.js';
import { SqliteFile } from './sqlite-file.js';

type DatabaseConfig = Config<typeof databaseConfig>;
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

/** Asks the database, whatever its migrations are. */
export async function asking<T>(
  installation: Installation,
  { DATABASE_CONNECT_TIMEOUT }: Pick<DatabaseConfig, 'DATABASE_CONNECT_TIMEOUT'>,
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

/** What nobody can open keeps every start from going on. The next one makes a key. */
export async function forgetSigningKeys(
  installation: Installation,
  config: Pick<DatabaseConfig, 'DATABASE_CONNECT_TIMEOUT'>,
): Promise<void> {
  const sql = 'DELETE FROM "signing_keys"';
  if (installation.store === 'sqlite')
    await SqliteFile.with(installation.path, (file) => file.rows(sql), 'write');
  else await asking(installation, config, (rows) => rows(sql));
}

/** Names of migrations, in the order in which they run. */
const known = (): string[] => schema.migrations.map(({ name }) => name);

export interface Steps {
  readonly done: readonly string[];
  readonly pending: readonly string[];
  /** Of a newer version of the program. */
  readonly unknown: readonly string[];
}

export async function stepsOf(rows: Rows, { store }: Pick<Installation, 'store'>): Promise<Steps> {
  const [found] = await rows<object>(
    store === 'sqlite'
      ? "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'"
      : "SELECT 1 WHERE to_regclass('migrations') IS NOT NULL",
  );
  const done = found ? (await rows<{ name: string }>('SELECT "name" FROM "migrations"')).map(nameOf) : [];
  return {
    done,
    pending: known().filter((name) => !done.includes(name)),
    unknown: done.filter((name) => !known().includes(name)),
  };
}

const nameOf = ({ name }: { name: string }) => name;
