import { existsSync, statSync } from 'node:fs';
import { getMetadataArgsStorage } from 'typeorm';
import { schema } from '../../schema.js';
import { asking, type Connecting, type Installation, placeOf, type Rows } from './installation.js';
import { type Steps, stepsOf } from './migration-steps.js';

export interface DatabaseStatus extends Steps {
  readonly store: Installation['store'];
  readonly place: string;
  readonly bytes: number;
  /** SQLite: what is written and not yet in the file itself. */
  readonly walBytes: number | null;
  /** On PostgreSQL an estimate, as its statistics have it. */
  readonly rows: Readonly<Record<string, number>>;
}

export async function statusOf(installation: Installation, config: Connecting): Promise<DatabaseStatus> {
  return asking(installation, config, async (rows) => {
    const steps = await stepsOf(rows, installation);
    const sizes = installation.store === 'sqlite' ? sizesOf(installation.path) : await sizeOn(rows);
    const counts = installation.store === 'sqlite' ? await counted(rows) : await estimated(rows);
    return { store: installation.store, place: placeOf(installation), ...steps, ...sizes, rows: counts };
  });
}

const sizesOf = (path: string) => ({ bytes: bytesOf(path), walBytes: bytesOf(`${path}-wal`) });

const bytesOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

async function sizeOn(rows: Rows) {
  const [row] = await rows<{ bytes: string }>('SELECT pg_database_size(current_database()) AS bytes');
  return { bytes: Number(row?.bytes), walBytes: null };
}

const tables = (): string[] =>
  getMetadataArgsStorage()
    .tables.filter(({ target }) => (schema.entities as unknown[]).includes(target))
    .map(({ name }) => name as string)
    .sort();

async function counted(rows: Rows): Promise<Record<string, number>> {
  const present = await rows<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'");
  const counts: Record<string, number> = {};
  for (const table of tables().filter((name) => present.some((row) => row.name === name))) {
    const [row] = await rows<{ n: number }>(`SELECT count(*) AS n FROM "${table}"`);
    counts[table] = row?.n ?? 0;
  }
  return counts;
}

async function estimated(rows: Rows): Promise<Record<string, number>> {
  const found = await rows<{ name: string; n: string }>(
    'SELECT relname AS name, n_live_tup AS n FROM pg_stat_user_tables WHERE schemaname = current_schema()',
  );
  return Object.fromEntries(
    tables().flatMap((table) => {
      const row = found.find(({ name }) => name === table);
      return row ? [[table, Number(row.n)]] : [];
    }),
  );
}
