import type { TableColumn } from 'typeorm';
import { OperatorError } from '../../errors/index.js';
import type { StoredTable } from './stored-table.js';

export type Row = Readonly<Record<string, unknown>>;

/**
 * A row's values as PostgreSQL takes them. SQLite has no booleans, and keeps texts of any length and with NUL.
 *
 * @throws OperatorError where PostgreSQL cannot keep one, with the row named
 */
export function forPostgres(table: StoredTable, row: Row): unknown[] {
  return table.columns.map((column) => {
    const value = row[column.name];
    const fault = faultOf(value, column);
    if (fault) throw new OperatorError(`${nameOf(table, row)}: ${column.name} ${fault}`);
    return column.type === 'boolean' && typeof value === 'number' ? value !== 0 : value;
  });
}

/** A row's values as SQLite takes them: a number that PostgreSQL gives as text becomes one by the column's affinity. */
export const forSqlite = ({ columns }: StoredTable, row: Row): unknown[] =>
  columns.map(({ name }) => {
    const value = row[name];
    if (typeof value === 'boolean') return value ? 1 : 0;
    const isJson = typeof value === 'object' && value !== null && !Buffer.isBuffer(value);
    return isJson ? JSON.stringify(value) : value;
  });

/** A row as the operator finds it; its key is an identifier or a digest, never a secret. */
export const nameOf = ({ name, key }: StoredTable, row: Row): string =>
  `${name} (${key.map((column) => `${column} ${String(row[column])}`).join(', ')})`;

function faultOf(value: unknown, column: TableColumn): string | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    return 'holds a number too large to be read exactly.';
  if (typeof value !== 'string') return undefined;
  if (value.includes('\0')) return 'holds a NUL character, which PostgreSQL does not keep.';
  const longest = Number(column.length || Infinity);
  return value.length > longest && [...value].length > longest
    ? `is longer than ${longest} characters.`
    : undefined;
}
