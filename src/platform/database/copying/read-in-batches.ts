import type { QueryRunner } from 'typeorm';
import type { Row } from './row-values.js';
import { place, quoted, type StoredTable } from './stored-table.js';

/** Every row of a table by the order of its key, a few at a time: each batch begins where the last one ended. */
export async function* readInBatches(
  source: QueryRunner,
  { name, key, columns }: StoredTable,
  size: number,
): AsyncGenerator<readonly Row[]> {
  if (key.length === 0) throw new Error(`The table ${name} has no primary key`);
  const fields = columns.map((column) => quoted(column.name)).join();
  const order = key.map(quoted).join();
  const after = `WHERE (${order}) > (${key.map((_, index) => place(source, index + 1)).join()})`;
  let last: Row | undefined;
  for (;;) {
    const known = last;
    const rows = (await source.query(
      `SELECT ${fields} FROM ${quoted(name)} ${known ? after : ''} ORDER BY ${order} LIMIT ${size}`,
      known && key.map((column) => known[column]),
    )) as Row[];
    if (rows.length > 0) yield rows;
    if (rows.length < size) return;
    last = rows.at(-1);
  }
}
