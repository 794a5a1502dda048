import sqlite3 from 'sqlite3';

/** A SQLite file, opened beside the application: without its migrations, and without its settings. */
export class SqliteFile {
  private constructor(private readonly db: sqlite3.Database) {}

  /** Runs something with the file, and closes it. @throws where there is no such file */
  static async with<T>(
    path: string,
    run: (file: SqliteFile) => Promise<T>,
    mode: 'read' | 'write' = 'read',
  ): Promise<T> {
    const flags = mode === 'read' ? sqlite3.OPEN_READONLY : sqlite3.OPEN_READWRITE;
    const db = await new Promise<sqlite3.Database>((done, fail) => {
      const opened: sqlite3.Database = new sqlite3.Database(path, flags, (error) =>
        error ? fail(error) : done(opened),
      );
    });
    db.configure('busyTimeout', 5000);
    try {
      return await run(new SqliteFile(db));
    } finally {
      await new Promise((done) => db.close(done));
    }
  }

  async rows<T>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return new Promise((done, fail) =>
      this.db.all<T>(sql, parameters, (error, rows) => (error ? fail(error) : done(rows))),
    );
  }
}
