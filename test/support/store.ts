import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Client } from 'pg';

type Environment = Readonly<Record<string, string>>;

/** Where an installation under test keeps its data. */
interface Store {
  /** Makes the place that belongs to a folder, unless it is there, and returns the settings that name it. */
  settingsFor(folder: string): Promise<Environment>;
  /** All that is kept there, as a thief would find it. */
  contentOf(folder: string): Promise<string>;
}

const fileIn = (folder: string) => join(folder, 'data', 'sallyport.sqlite');

const sqlite: Store = {
  settingsFor: async (folder) => ({ DATABASE_PATH: fileIn(folder) }),
  contentOf: async (folder) =>
    [fileIn(folder), `${fileIn(folder)}-wal`]
      .filter((file) => existsSync(file))
      .map((file) => readFileSync(file, 'latin1'))
      .join(''),
};

const SERVER = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

const databaseOf = (folder: string): URL => {
  const url = new URL(SERVER);
  url.pathname = `sallyport_test_${process.env.TEST_RUN}_${basename(folder)}`
    .toLowerCase()
    .replaceAll('-', '_');
  return url;
};

/** A database for each folder. They are dropped when the run is over, by drop-databases.mjs. */
const postgres: Store = {
  async settingsFor(folder) {
    const url = databaseOf(folder);
    const name = url.pathname.slice(1);
    const [found] = await ask(SERVER, 'SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!found) await ask(SERVER, `CREATE DATABASE "${name}"`);
    return { DATABASE_URL: url.href, DATABASE_POOL: '5' };
  },
  async contentOf(folder) {
    const [row] = await ask(databaseOf(folder).href, "SELECT database_to_xml(true, false, '') AS all");
    return String(row?.all);
  },
};

/** Asks PostgreSQL itself, beside the server that is tested. */
export async function ask(
  url: string,
  sql: string,
  parameters?: unknown[],
): Promise<Record<string, unknown>[]> {
  const server = new Client(url);
  server.on('error', () => undefined); // a test that drops every connection may drop this one while it closes
  await server.connect();
  try {
    return (await server.query(sql, parameters)).rows;
  } finally {
    await server.end();
  }
}

/** `npm run test:postgres`: the same promises, kept on the other store. */
export const onPostgres = process.env.TEST_STORE === 'postgres';

export const store: Store = onPostgres ? postgres : sqlite;
