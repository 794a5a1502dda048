import { schema } from '../../schema.js';
import type { Installation, Rows } from './installation.js';

/** In the order in which they run. */
const known = (): string[] => schema.migrations.map(({ name }) => name);

/** Names of migrations. */
export interface Steps {
  readonly done: readonly string[];
  readonly pending: readonly string[];
  /** Of a newer version of the program. */
  readonly unknown: readonly string[];
}

/** Which migrations a database has; it may have none, or those of another version. */
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
