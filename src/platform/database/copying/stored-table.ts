import type { QueryRunner, Table, TableColumn } from 'typeorm';

/** A table as the database itself describes it, whichever code made it. */
export interface StoredTable {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  /** The columns of its primary key: the order in which rows are read. */
  readonly key: readonly string[];
  readonly refersTo: readonly string[];
}

export const isPostgres = ({ connection }: QueryRunner): boolean => connection.options.type === 'postgres';

/** A name as SQL writes it, in either store. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The place of the n-th value of a statement, counted from 1. */
export const place = (runner: QueryRunner, n: number): string => (isPostgres(runner) ? `$${n}` : '?');

/** What the store keeps of its own: which migrations ran. */
const OWN = new Set(['migrations', 'typeorm_metadata']);

const NAMES = {
  postgres: `SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`,
  sqlite: `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
};

/** Every table that holds data, those before others that others refer to. */
export async function tablesOf(runner: QueryRunner): Promise<StoredTable[]> {
  const rows = (await runner.query(NAMES[isPostgres(runner) ? 'postgres' : 'sqlite'])) as { name: string }[];
  const names = rows.map(({ name }) => name).filter((name) => !OWN.has(name));
  return inOrder((await runner.getTables(names)).map(described));
}

const lastPart = (name: string): string => name.split('.').at(-1) as string;

const described = (table: Table): StoredTable => ({
  name: lastPart(table.name),
  columns: table.columns,
  key: table.primaryColumns.map(({ name }) => name).sort(),
  refersTo: table.foreignKeys.map(({ referencedTableName }) => lastPart(referencedTableName)),
});

function inOrder(tables: readonly StoredTable[]): StoredTable[] {
  const ordered: StoredTable[] = [];
  const placed = new Set<string>();
  let rest = [...tables].sort((a, b) => (a.name < b.name ? -1 : 1));
  while (rest.length > 0) {
    const ready = rest.filter(({ refersTo }) => refersTo.every((name) => placed.has(name)));
    if (ready.length === 0)
      throw new Error(`Tables refer to each other: ${rest.map(({ name }) => name).join(', ')}`);
    for (const table of ready) placed.add(table.name);
    ordered.push(...ready);
    rest = rest.filter(({ name }) => !placed.has(name));
  }
  return ordered;
}

export async function countRows(runner: QueryRunner, { name }: StoredTable): Promise<number> {
  const [row] = (await runner.query(`SELECT count(*) AS rows FROM ${quoted(name)}`)) as [{ rows: unknown }];
  return Number(row.rows);
}
