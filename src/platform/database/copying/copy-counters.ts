import type { QueryRunner } from 'typeorm';
import { isPostgres, quoted, type StoredTable } from './stored-table.js';

/**
 * Has the target go on counting where the source would have, which is past the highest number that is still there:
 * what was numbered may have been swept since, and no number is given twice.
 */
export async function copyCounters(
  source: QueryRunner,
  target: QueryRunner,
  tables: readonly StoredTable[],
): Promise<void> {
  for (const { name, columns } of tables)
    for (const column of columns.filter(
      ({ isGenerated, generationStrategy }) => isGenerated && generationStrategy === 'increment',
    )) {
      const last = await lastNumber(source, name, column.name);
      if (last > 0) await setCounter(target, name, column.name, last);
    }
}

async function lastNumber(runner: QueryRunner, table: string, column: string): Promise<number> {
  const highest = await numberFrom(runner, `SELECT max(${quoted(column)}) AS last FROM ${quoted(table)}`);
  return Math.max(highest, await (isPostgres(runner) ? lastOfSequence : lastOfSqlite)(runner, table, column));
}

const lastOfSqlite = (runner: QueryRunner, table: string): Promise<number> =>
  numberFrom(runner, 'SELECT seq AS last FROM sqlite_sequence WHERE name = ?', [table]);

async function lastOfSequence(runner: QueryRunner, table: string, column: string): Promise<number> {
  const [row] = (await runner.query('SELECT pg_get_serial_sequence($1, $2) AS name', [
    quoted(table),
    column,
  ])) as [{ name: string }];
  return numberFrom(runner, `SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS last FROM ${row.name}`);
}

async function setCounter(runner: QueryRunner, table: string, column: string, last: number): Promise<void> {
  if (isPostgres(runner)) {
    await runner.query('SELECT setval(pg_get_serial_sequence($1, $2), $3)', [quoted(table), column, last]);
    return;
  }
  await runner.query('DELETE FROM sqlite_sequence WHERE name = ?', [table]);
  await runner.query('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', [table, last]);
}

async function numberFrom(runner: QueryRunner, sql: string, values: unknown[] = []): Promise<number> {
  const [row] = (await runner.query(sql, values)) as { last: unknown }[];
  return Number(row?.last ?? 0);
}
