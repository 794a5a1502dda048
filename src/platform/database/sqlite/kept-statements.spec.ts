import { once } from 'node:events';
import sqlite3, { type Database } from 'sqlite3';
import { keepStatements } from './kept-statements.js';

type Answer = { rows?: unknown[]; changes?: number; lastID?: number };

describe('Kept statements', () => {
  let database: Database;
  let prepared: jest.SpyInstance;

  const ask = (method: 'run' | 'all', sql: string, values?: unknown[]) =>
    new Promise<Answer>((done, fail) => {
      database[method](sql, values, function (this: Answer, error: Error | null, rows?: unknown[]) {
        if (error) fail(error);
        else
          done({
            ...(rows && { rows }),
            ...(method === 'run' && { changes: this.changes, lastID: this.lastID }),
          });
      });
    });

  beforeEach(async () => {
    database = new sqlite3.Database(':memory:');
    await once(database, 'open');
    prepared = jest.spyOn(database, 'prepare');
    keepStatements(database);
    await ask('run', 'CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE)');
  });

  it('are compiled once, and run with other values each time', async () => {
    for (const name of ['ada', 'grace', 'joan']) await ask('run', 'INSERT INTO t (name) VALUES (?)', [name]);
    expect(await ask('all', 'SELECT id FROM t WHERE name = ?', ['grace'])).toEqual({ rows: [{ id: 2 }] });
    expect(await ask('all', 'SELECT id FROM t WHERE name = ?', ['joan'])).toEqual({ rows: [{ id: 3 }] });
    expect(prepared).toHaveBeenCalledTimes(2);
  });

  it('tell how many rows each run changed', async () => {
    expect(await ask('run', 'INSERT INTO t (name) VALUES (?)', ['ada'])).toEqual({ changes: 1, lastID: 1 });
    const update = 'UPDATE t SET name = ? WHERE id = ?';
    expect((await ask('run', update, ['grace', 1])).changes).toBe(1);
    expect((await ask('run', update, ['joan', 7])).changes).toBe(0);
    expect((await ask('run', update, ['joan', 1])).changes).toBe(1);
  });

  it('are none after one that failed', async () => {
    const insert = 'INSERT INTO t (name) VALUES (?)';
    await ask('run', insert, ['ada']);
    await expect(ask('run', insert, ['ada'])).rejects.toThrow(/UNIQUE/);
    expect((await ask('run', insert, ['grace'])).changes).toBe(1);
    await expect(ask('all', 'SELECT a FROM nowhere')).rejects.toThrow(/no such table/);
    await expect(ask('all', 'SELECT a FROM nowhere')).rejects.toThrow(/no such table/);
  });

  it('follow a change of the schema', async () => {
    await ask('run', 'INSERT INTO t (name) VALUES (?)', ['ada']);
    await ask('all', 'SELECT * FROM t');
    await ask('run', 'ALTER TABLE t ADD COLUMN age INTEGER');
    expect((await ask('all', 'SELECT * FROM t')).rows).toEqual([{ id: 1, name: 'ada', age: null }]);
  });

  it('leave a transaction to be begun and ended again and again', async () => {
    for (let times = 0; times < 3; times += 1) {
      await ask('all', 'BEGIN IMMEDIATE');
      await ask('run', 'INSERT INTO t (name) VALUES (?)', [`person ${times}`]);
      await ask('all', times === 1 ? 'ROLLBACK' : 'COMMIT');
    }
    expect((await ask('all', 'SELECT name FROM t')).rows).toEqual([
      { name: 'person 0' },
      { name: 'person 2' },
    ]);
  });

  it('do not keep the database open', async () => {
    await ask('all', 'SELECT * FROM t');
    const error = await new Promise((closed) => database.close(closed));
    expect(error).toBeNull();
  });
});
