import 'reflect-metadata';
import { DataSource } from 'typeorm';
import type { SqliteDriver } from 'typeorm/driver/sqlite/SqliteDriver.js';
import { serializeSqlite } from './serialized-sqlite.js';

type Answer = (error: Error | null, rows?: unknown[]) => void;
type Method = (sql: string, parameters: unknown, answer: Answer) => unknown;

describe('Transactions that follow each other on SQLite', () => {
  let database: DataSource;
  /** What each COMMIT does, instead of being carried out. */
  let atCommit: ((carryOut: () => void, answer: Answer) => void) | undefined;
  let commits: number;
  /** A statement that fails as if the disk were full. */
  let faultAt: string | undefined;

  beforeEach(async () => {
    database = await serializeSqlite(new DataSource({ type: 'sqlite', database: ':memory:' })).initialize();
    await database.query('CREATE TABLE notes (id INTEGER PRIMARY KEY)');
    commits = 0;
    atCommit = undefined;
    faultAt = undefined;
    const connection = (database.driver as SqliteDriver).databaseConnection as Record<'all' | 'run', Method>;
    for (const method of ['all', 'run'] as const) {
      const genuine = connection[method].bind(connection);
      connection[method] = (sql, parameters, answer) => {
        const carryOut = () => void genuine(sql, parameters, answer);
        if (sql === 'COMMIT') commits += 1;
        if (sql === faultAt) failing(answer);
        else if (sql === 'COMMIT' && atCommit) atCommit(carryOut, answer);
        else carryOut();
      };
    }
  });
  afterEach(() => database.destroy());

  const write = (id: number, more: () => Promise<unknown> = async () => undefined) =>
    database.transaction(async (tx) => {
      await tx.query('INSERT INTO notes VALUES (?)', [id]);
      await more();
    });
  const written = async (): Promise<number[]> => {
    const rows: { id: number }[] = await database.query('SELECT id FROM notes ORDER BY id');
    return rows.map(({ id }) => id);
  };
  const failing = (answer: Answer) => answer(new Error('SQLITE_FULL: database or disk is full'));

  it('share one COMMIT', async () => {
    await Promise.all([1, 2, 3, 4, 5].map((id) => write(id)));
    expect(commits).toBe(1);
    expect(await written()).toEqual([1, 2, 3, 4, 5]);
  });

  it('share it with as many as the first may wait for, and no more', async () => {
    await Promise.all(Array.from({ length: 70 }, (_, id) => write(id)));
    expect(commits).toBe(3);
    expect(await written()).toHaveLength(70);
  });

  it('are not answered before it', async () => {
    const answered: number[] = [];
    const isWaiting = new Promise<() => void>((waits) => (atCommit = waits));
    const all = Promise.all([1, 2, 3].map((id) => write(id).then(() => answered.push(id))));
    const carryOut = await isWaiting;
    await new Promise((turn) => setTimeout(turn, 20));
    expect(answered).toEqual([]);
    carryOut();
    await all;
    expect(answered).toHaveLength(3);
  });

  it('do not share it across a statement, which sees what was committed by then', async () => {
    const [, seen] = await Promise.all([write(1), written(), write(2)]);
    expect(seen).toEqual([1]);
    expect(commits).toBe(2);
  });

  it('lose nothing of the others when one of them fails', async () => {
    const no = async () => Promise.reject(new Error('no'));
    const outcomes = await Promise.allSettled([write(1), write(2, no), write(2), write(1), write(3, no)]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(commits).toBe(1);
    expect(await written()).toEqual([1, 2]);
  });

  it('all learn that it failed, and are undone; also who was refused because of another', async () => {
    atCommit = (_, answer) => failing(answer);
    const outcomes = await Promise.allSettled([write(1), write(2), write(1), write(3)]);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ reason: { message: expect.stringContaining('SQLITE_FULL') } });
    atCommit = undefined;
    await write(4);
    expect(await written()).toEqual([4]);
  });

  // SQLite may end the transaction by itself when a statement fails (sqlite.org/lang_transaction.html).
  it.each(['fails with that', 'goes on as if nothing were'])(
    'are not acknowledged when SQLite ends the transaction under one that %s',
    async (reaction) => {
      const fatal = () =>
        database.transaction(async (tx) => {
          const ended = tx.query('INSERT OR ROLLBACK INTO notes VALUES (1)');
          await (reaction === 'fails with that' ? ended : ended.catch(() => undefined));
        });
      const outcomes = await Promise.allSettled([write(1), write(2), fatal(), write(3), write(4)]);
      expect(outcomes.slice(0, 3).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      const kept = [3, 4].filter((_, index) => outcomes[3 + index]?.status === 'fulfilled');
      expect(await written()).toEqual(kept);
      await write(5);
      expect(await written()).toContain(5);
    },
  );

  const endsTheTransaction = 'INSERT OR ROLLBACK INTO notes VALUES (1)';

  // What went wrong: the row went on after its transaction was gone, and its first ones were told that they were kept.
  it.each<[string, () => Promise<unknown>]>([
    [
      'in a nested one',
      () => database.transaction((tx) => tx.transaction((inner) => inner.query(endsTheTransaction))),
    ],
    [
      'in a nested one, and that is overlooked',
      () =>
        database.transaction(async (tx) => {
          await tx.transaction((inner) => inner.query(endsTheTransaction)).catch(() => undefined);
        }),
    ],
    [
      'before a nested one begins another, and both are overlooked',
      () =>
        database.transaction(async (tx) => {
          await tx.query(endsTheTransaction).catch(() => undefined);
          await tx.transaction((inner) => inner.query('NONSENSE')).catch(() => undefined);
        }),
    ],
  ])('are not acknowledged when SQLite ends the transaction %s', async (_, breaks) => {
    const [before, broken, after] = await Promise.allSettled([write(1), breaks(), write(3)]);
    expect([before?.status, broken?.status]).toEqual(['rejected', 'rejected']);
    expect(await written()).toEqual(after?.status === 'fulfilled' ? [3] : []);
    await write(4);
    expect(await written()).toContain(4);
  });

  it('do not wait for ever for one that is released without an end, nor commit what it wrote', async () => {
    const runner = database.createQueryRunner();
    const before = write(1);
    const unfinished = (async () => {
      await runner.startTransaction();
      await runner.query('INSERT INTO notes VALUES (2)');
      await runner.startTransaction();
      await runner.query('INSERT INTO notes VALUES (3)');
      await runner.release();
    })();
    await Promise.allSettled([before, unfinished, write(4)]);
    expect(await written()).not.toEqual(expect.arrayContaining([2]));
    expect(await written()).not.toEqual(expect.arrayContaining([3]));
    await expect(before).rejects.toThrow(/released before it had ended/);
  });

  it('may be run by one runner again when their COMMIT failed', async () => {
    const runner = database.createQueryRunner();
    const attempt = async (id: number) => {
      await runner.startTransaction();
      await runner.query('INSERT INTO notes VALUES (?)', [id]);
      await runner.commitTransaction();
    };
    atCommit = (_, answer) => failing(answer);
    const [first] = await Promise.allSettled([attempt(1), write(2)]);
    expect(first?.status).toBe('rejected');
    await runner.rollbackTransaction();
    atCommit = undefined;
    await Promise.all([attempt(3), write(4)]);
    await runner.release();
    expect(await written()).toEqual([3, 4]);
  });

  it('learn what ended them, and not what failed before and did no harm', async () => {
    const unlucky = () =>
      database.transaction(async (tx) => {
        await tx.query('INSERT INTO notes VALUES (1)').catch(() => undefined);
        faultAt = 'ROLLBACK TO own';
        throw new Error('no');
      });
    const outcomes = await Promise.allSettled([write(1), unlucky()]);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ reason: { message: expect.stringContaining('SQLITE_FULL') } });
  });

  it('leave the next ones alone when one cannot even begin', async () => {
    await write(1);
    await database.query('BEGIN'); // as if another were stuck in its transaction
    await expect(write(2)).rejects.toThrow(/within a transaction/);
    await Promise.all([write(3), write(4)]);
    expect(await written()).toEqual([1, 3, 4]);
  });
});
