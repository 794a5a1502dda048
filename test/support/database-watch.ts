import sqlite3 from 'sqlite3';

type Row = Readonly<Record<string, unknown>>;

/** A row that is there in one state only, or is not the same in both. */
export interface Difference {
  readonly table: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Every row of every table, as text. */
type State = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Watches a SQLite database file that another process, or another connection, writes. */
export class DatabaseWatch {
  private version = -1;
  private state: State = new Map();

  private constructor(private readonly database: sqlite3.Database) {}

  static async open(file: string): Promise<DatabaseWatch> {
    const database = await new Promise<sqlite3.Database>((opened, failed) => {
      const connection = new sqlite3.Database(file, sqlite3.OPEN_READONLY, (error) =>
        error ? failed(error) : opened(connection),
      );
    });
    const watch = new DatabaseWatch(database);
    await watch.differences();
    return watch;
  }

  /** What was written since this was last asked. */
  async differences(): Promise<Difference[]> {
    // It counts the commits of other connections, so that most of the time no table needs to be read.
    const [{ data_version: version } = {}] = await this.all('PRAGMA data_version');
    if (version === this.version) return [];
    const before = this.state;
    this.version = Number(version);
    this.state = await this.read();
    return differencesBetween(before, this.state);
  }

  close(): Promise<void> {
    return new Promise((closed, failed) =>
      this.database.close((error) => (error ? failed(error) : closed())),
    );
  }

  private async read(): Promise<State> {
    const tables = await this.all("SELECT name FROM sqlite_master WHERE type = 'table'");
    const state = new Map<string, Map<string, string>>();
    for (const name of tables.map((table) => String(table.name))) {
      const rows = await this.all(`SELECT rowid AS "(row)", * FROM "${name}"`);
      state.set(name, new Map(rows.map((row) => [String(row['(row)']), JSON.stringify(row)])));
    }
    return state;
  }

  private all(sql: string): Promise<Row[]> {
    return new Promise((done, failed) =>
      this.database.all<Row>(sql, (error, rows) => (error ? failed(error) : done(rows))),
    );
  }
}

function differencesBetween(before: State, after: State): Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((table) => {
    const [old, current] = [before.get(table), after.get(table)];
    return [...new Set([...(old?.keys() ?? []), ...(current?.keys() ?? [])])]
      .map((row) => ({ table, before: old?.get(row), after: current?.get(row) }))
      .filter((row) => row.before !== row.after);
  });
}
