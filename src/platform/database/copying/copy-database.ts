import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { OperatorError } from '../../errors/index.js';
import { takeTurn } from '../turns.js';
import { copyCounters } from './copy-counters.js';
import { readInBatches } from './read-in-batches.js';
import { forPostgres, forSqlite, nameOf, type Row } from './row-values.js';
import { countRows, isPostgres, place, quoted, type StoredTable, tablesOf } from './stored-table.js';
import { takeItsTime } from './take-its-time.js';

export interface CopyProgress {
  /** Before anything else. */
  begins(rows: number): void;
  /** @param rows copied so far, of all tables together */
  at(rows: number, table: string): void;
}

/** Rows by table. */
export type Copied = Readonly<Record<string, number>>;

/** Well below the 65,535 values that PostgreSQL takes in a statement, and the 32,766 of SQLite. */
const VALUES_A_STATEMENT = 10_000;

/**
 * Copies every row of every table in one transaction: all of it arrives, or nothing.
 *
 * @param source as `openSource` gives it
 * @param target opened with its migrations run, and without data
 * @throws OperatorError where the two are of different versions, the target holds something, a row cannot be kept, or
 * the counts disagree
 */
export async function copyDatabase(
  source: QueryRunner,
  target: DataSource,
  progress: CopyProgress,
): Promise<Copied> {
  return target.transaction(async (tx) => {
    const runner = tx.queryRunner as QueryRunner;
    await holdTarget(tx, runner);
    const tables = await tablesOf(runner);
    await assertSameVersion(source, runner, tables);
    await assertEmpty(runner, tables);
    const counts = await countsOf(source, tables);
    progress.begins(Object.values(counts).reduce((sum, rows) => sum + rows, 0));
    let done = 0;
    for (const table of tables)
      for await (const rows of readInBatches(source, table, batchOf(table))) {
        await write(runner, table, rows);
        progress.at((done += rows.length), table.name);
      }
    await copyCounters(source, runner, tables);
    assertAgree(counts, await countsOf(runner, tables));
    return counts;
  });
}

/** A server that starts on the target meanwhile waits for its migrations, and so for the copy. */
async function holdTarget(tx: EntityManager, runner: QueryRunner): Promise<void> {
  if (!isPostgres(runner)) return;
  await takeItsTime(runner);
  await takeTurn(tx, 'migrations');
}

const batchOf = ({ columns }: StoredTable): number => Math.floor(VALUES_A_STATEMENT / columns.length);

async function assertSameVersion(
  source: QueryRunner,
  target: QueryRunner,
  tables: readonly StoredTable[],
): Promise<void> {
  const [theirs, ours] = [await migrationsOf(source), await migrationsOf(target)];
  if (theirs.join() !== ours.join())
    throw new OperatorError(
      'The source was last used by another version of Sallyport. Start this version on it once, stop it, and copy then.',
    );
  const shapeOf = (stored: readonly StoredTable[]) =>
    stored
      .map(
        ({ name, columns }) =>
          `${name}(${columns
            .map((column) => column.name)
            .sort()
            .join()})`,
      )
      .sort();
  const [there, here] = [shapeOf(await tablesOf(source)), shapeOf(tables)];
  const odd = [
    ...there.filter((shape) => !here.includes(shape)),
    ...here.filter((shape) => !there.includes(shape)),
  ];
  if (odd.length > 0) throw new OperatorError(`Source and target differ in their tables: ${odd.join('; ')}`);
}

async function migrationsOf(runner: QueryRunner): Promise<string[]> {
  if (!(await runner.hasTable('migrations'))) return [];
  const rows = (await runner.query('SELECT name FROM migrations')) as { name: string }[];
  return rows.map(({ name }) => name).sort();
}

async function assertEmpty(runner: QueryRunner, tables: readonly StoredTable[]): Promise<void> {
  for (const { name } of tables)
    if ((await runner.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`)).length > 0)
      throw new OperatorError(
        `The target is not empty: ${name} has rows. Copy into a new database, on which no server was started yet.`,
      );
}

async function countsOf(runner: QueryRunner, tables: readonly StoredTable[]): Promise<Copied> {
  const counts: Record<string, number> = {};
  for (const table of tables) counts[table.name] = await countRows(runner, table);
  return counts;
}

async function write(runner: QueryRunner, table: StoredTable, rows: readonly Row[]): Promise<void> {
  const convert = isPostgres(runner) ? forPostgres : forSqlite;
  const values = rows.flatMap((row) => convert(table, row));
  const width = table.columns.length;
  const line = (_: unknown, index: number) =>
    `(${table.columns.map((__, column) => place(runner, index * width + column + 1)).join()})`;
  const columns = table.columns.map(({ name }) => quoted(name)).join();
  try {
    await runner.query(
      `INSERT INTO ${quoted(table.name)} (${columns}) VALUES ${rows.map(line).join()}`,
      values,
    );
  } catch (error) {
    const [first, last] = [rows[0] as Row, rows.at(-1) as Row];
    const where = `${nameOf(table, first)} to ${nameOf(table, last)}`;
    throw new OperatorError(`The target refuses ${where}: ${(error as Error).message}`, { cause: error });
  }
}

function assertAgree(expected: Copied, found: Copied): void {
  const wrong = Object.entries(expected).filter(([table, rows]) => found[table] !== rows);
  if (wrong.length === 0) return;
  const told = wrong.map(([table, rows]) => `${table} has ${found[table]} rows of ${rows}`);
  throw new OperatorError(`The counts do not agree: ${told.join(', ')}. Nothing was copied.`);
}
