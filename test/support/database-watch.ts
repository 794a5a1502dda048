import { Client } from 'pg';
import sqlite3 from 'sqlite3';
import { store } from './store.js';

type Row = Readonly<Record<string, unknown>>;

/** A row that is there in one state only, or is not the same in both. */
export interface Difference {
  readonly table: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Every row of every table, as text. */
type State = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A connection of its own to what another process, or another connection, writes. */
interface Source {
  /** Another one after every commit of somebody else, so that most of the time no table needs to be read. */
  version(): Promise<string>;
  tables(): Promise<string[]>;
  /** Each with what names it, as `(row)`. */
  rows(table: string): Promise<Row[]>;
  close(): Promise<void>;
}

/** Watches the database of an installation under test. */
export class DatabaseWatch {
  private version = '';
  private state: State = new Map();

  private constructor(private readonly source: Source) {}

  static async open(folder: string): Promise<DatabaseWatch> {
    const { DATABASE_URL: url, DATABASE_PATH: file = '' } = await store.settingsFor(folder);
    const watch = new DatabaseWatch(url === undefined ? await sqliteSource(file) : await postgresSource(url));
    await watch.differences();
    return watch;
  }

  /** What was written since this was last asked. */
  async differences(): Promise<Difference[]> {
    const version = await this.source.version();
    if (version === this.version) return [];
    const before = this.state;
    this.version = version;
    this.state = await this.read();
    return differencesBetween(before, this.state);
  }

  close(): Promise<void> {
    return this.source.close();
  }

  private async read(): Promise<State> {
    const state = new Map<string, Map<string, string>>();
    for (const name of (await this.source.tables()).filter((table) => !BY_THEMSELVES.includes(table))) {
      const rows = await this.source.rows(name);
      state.set(name, new Map(rows.map((row) => [String(row['(row)']), textOf(name, row)])));
    }
    return state;
  }
}

/** The audit log gets its chain by itself and after every commit, and SQLite counts its rows: no request is held to it. */
const BY_THEMSELVES = ['audit_checkpoints', 'sqlite_sequence'];

const textOf = (table: string, row: Row): string =>
  JSON.stringify(row, (column, value: unknown) =>
    table === 'audit_events' && ['position', 'hash'].includes(column) ? undefined : value,
  );

async function sqliteSource(file: string): Promise<Source> {
  const database = await new Promise<sqlite3.Database>((opened, failed) => {
    const connection = new sqlite3.Database(file, sqlite3.OPEN_READONLY, (error) =>
      error ? failed(error) : opened(connection),
    );
  });
  const all = (sql: string) =>
    new Promise<Row[]>((done, failed) =>
      database.all<Row>(sql, (error, rows) => (error ? failed(error) : done(rows))),
    );
  return {
    version: async () => String((await all('PRAGMA data_version'))[0]?.data_version),
    tables: async () =>
      (await all("SELECT name FROM sqlite_master WHERE type = 'table'")).map(({ name }) => String(name)),
    rows: (table) => all(`SELECT rowid AS "(row)", * FROM "${table}"`),
    close: () =>
      new Promise((closed, failed) => database.close((error) => (error ? failed(error) : closed()))),
  };
}

async function postgresSource(url: string): Promise<Source> {
  const connection = new Client(url);
  await connection.connect();
  const all = async (sql: string) => (await connection.query<Row>(sql)).rows;
  const keyOf = `(SELECT string_agg(to_jsonb(t) ->> a.attname, ' ') FROM pg_index i
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indisprimary AND i.indrelid = '"TABLE"'::regclass)`;
  return {
    version: async () => String((await all('SELECT pg_current_snapshot()::text AS version'))[0]?.version),
    tables: async () =>
      (await all("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).map(({ tablename }) =>
        String(tablename),
      ),
    rows: (table) => all(`SELECT ${keyOf.replace('TABLE', table)} AS "(row)", t.* FROM "${table}" t`),
    close: () => connection.end(),
  };
}

function differencesBetween(before: State, after: State): Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((table) => {
    const [old, current] = [before.get(table), after.get(table)];
    return [...new Set([...(old?.keys() ?? []), ...(current?.keys() ?? [])])]
      .map((row) => ({ table, before: old?.get(row), after: current?.get(row) }))
      .filter((row) => row.before !== row.after);
  });
}
