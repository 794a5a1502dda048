import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DataSource, EntitySchema, type QueryRunner } from 'typeorm';
import { serializeSqlite } from './serialized-sqlite.js';

const Note = new EntitySchema<{ id: number; text: string }>({
  name: 'Note',
  tableName: 'notes',
  columns: { id: { type: 'integer', primary: true }, text: { type: 'text' } },
});

describe('A serialized SQLite database', () => {
  let folder: string;
  let database: DataSource;

  const open = (options: { busyTimeout?: number } = {}) =>
    serializeSqlite(
      new DataSource({
        type: 'sqlite',
        database: join(folder, 'test.sqlite'),
        enableWAL: true,
        entities: [Note],
        ...options,
      }),
    ).initialize();

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sallyport-db-'));
    database = await open({ busyTimeout: 50 });
    await database.query('CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)');
    await database.query(
      'CREATE TABLE replies (note INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)',
    );
  });
  afterEach(async () => {
    await database.destroy();
    rmSync(folder, { recursive: true });
  });

  type Writer = Pick<DataSource, 'query'>;
  const write = (to: Writer, id: number) => to.query('INSERT INTO notes VALUES (?, ?)', [id, 'x']);
  const written = async (from: Writer = database): Promise<number[]> => {
    const rows: { id: number }[] = await from.query('SELECT id FROM notes ORDER BY id');
    return rows.map(({ id }) => id);
  };

  describe('with concurrent transactions', () => {
    it('loses no write of a neighbour when one of them rolls back', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 30 }, (_, number) =>
          database.transaction(async (tx) => {
            await write(tx, number * 2);
            await wait(number % 3);
            if (number % 5 === 0) throw new Error('no');
            await write(tx, number * 2 + 1);
          }),
        ),
      );
      const kept = outcomes.flatMap(({ status }, number) =>
        status === 'fulfilled' ? [number * 2, number * 2 + 1] : [],
      );
      expect(kept).toHaveLength(48);
      expect(await written()).toEqual(kept);
    });

    it('runs one after the other, in the order in which they began', async () => {
      const log: string[] = [];
      const run = (name: string, milliseconds: number) =>
        database.transaction(async (tx) => {
          log.push(`${name} begins`);
          await tx.query('SELECT 1');
          await wait(milliseconds);
          log.push(`${name} ends`);
        });
      await Promise.all([run('first', 20), run('second', 1), run('third', 5)]);
      expect(log).toEqual([
        'first begins',
        'first ends',
        'second begins',
        'second ends',
        'third begins',
        'third ends',
      ]);
    });

    it('shows a lone statement only what was committed', async () => {
      const slow = database.transaction(async (tx) => {
        await write(tx, 1);
        await wait(30);
        throw new Error('no');
      });
      await wait(10);
      const seen = written();
      await expect(slow).rejects.toThrow('no');
      expect(await seen).toEqual([]);
    });

    it('gives every transaction a count that no other changes meanwhile', async () => {
      await Promise.all(
        Array.from({ length: 20 }, () =>
          database.transaction(async (tx) => write(tx, (await written(tx)).length)),
        ),
      );
      expect(await written()).toEqual(Array.from({ length: 20 }, (_, id) => id));
    });

    it('keeps repositories that save on their own apart from them', async () => {
      const notes = database.getRepository(Note);
      const failing = database.transaction(async (tx) => {
        await tx.save(Note, { id: 1, text: 'lost' });
        await wait(10);
        throw new Error('no');
      });
      await Promise.all([
        expect(failing).rejects.toThrow('no'),
        notes.save([
          { id: 2, text: 'kept' },
          { id: 3, text: 'kept' },
        ]),
        notes.insert({ id: 4, text: 'kept' }),
      ]);
      expect(await written()).toEqual([2, 3, 4]);
    });
  });

  describe('beside another process', () => {
    it('lets nobody write between what a transaction reads and what it writes', async () => {
      const other = await open({ busyTimeout: 10 });
      await database.transaction(async (tx) => {
        const [newest = 0] = (await written(tx)).reverse();
        await expect(write(other, newest + 1)).rejects.toThrow(/SQLITE_BUSY/);
        await write(tx, newest + 1);
      });
      expect(await written(other)).toEqual([1]);
      await other.destroy();
    });
  });

  describe('inside of a transaction', () => {
    const ROUND = /went round the transaction .* pass the EntityManager on/;

    it.each<[string, (database: DataSource) => Promise<unknown>]>([
      ['a statement', (database) => database.query('SELECT 1')],
      ['a repository', (database) => database.getRepository(Note).find()],
      ['a save', (database) => database.getRepository(Note).save({ id: 2, text: 'x' })],
      ['another transaction', (database) => database.transaction(async () => undefined)],
    ])('turns %s that goes round it into an error, not a deadlock', async (_, goRound) => {
      const outcome = database.transaction(async (tx) => {
        await write(tx, 1);
        await goRound(database);
      });
      await expect(outcome).rejects.toThrow(ROUND);
      expect(await written()).toEqual([]);
    });

    it('lets the transaction go on when the error is caught', async () => {
      await database.transaction(async (tx) => {
        await expect(database.query('SELECT 1')).rejects.toThrow(ROUND);
        await write(tx, 1);
      });
      expect(await written()).toEqual([1]);
    });

    it('lets work that it started go its own way once it is over', async () => {
      let later: Promise<number[]> | undefined;
      await database.transaction(async (tx) => {
        await write(tx, 1);
        later = wait(20).then(() => written());
      });
      expect(await later).toEqual([1]);
    });
  });

  describe('with nested transactions', () => {
    it('keeps both when both succeed', async () => {
      await database.transaction(async (tx) => {
        await write(tx, 1);
        await tx.transaction((inner) => write(inner, 2));
      });
      expect(await written()).toEqual([1, 2]);
    });

    it('undoes the inner one alone when only that fails', async () => {
      await database.transaction(async (tx) => {
        await write(tx, 1);
        const inner = tx.transaction(async (savepoint) => {
          await write(savepoint, 2);
          throw new Error('inner');
        });
        await expect(inner).rejects.toThrow('inner');
        await write(tx, 3);
      });
      expect(await written()).toEqual([1, 3]);
    });

    it('undoes both when the outer one fails', async () => {
      const outer = database.transaction(async (tx) => {
        await tx.transaction((inner) => write(inner, 2));
        throw new Error('outer');
      });
      await expect(outer).rejects.toThrow('outer');
      expect(await written()).toEqual([]);
    });

    it.each(['succeeds', 'fails'])('lets no neighbour in when the inner one %s', async (ending) => {
      const outer = database.transaction(async (tx) => {
        await tx
          .transaction(async (inner) => {
            await write(inner, 1);
            if (ending === 'fails') throw new Error('inner');
          })
          .catch(() => undefined);
        await wait(20);
        await write(tx, 2);
        throw new Error('outer');
      });
      const neighbour = wait(5).then(() => write(database, 3));
      await expect(outer).rejects.toThrow('outer');
      await neighbour;
      expect(await written()).toEqual([3]);
    });
  });

  describe('when a transaction cannot', () => {
    it('begin, tells why and lets the next one in', async () => {
      const other = await open({ busyTimeout: 50 });
      const holder: QueryRunner = other.createQueryRunner();
      await holder.startTransaction(); // another process writes
      await expect(database.transaction((tx) => write(tx, 1))).rejects.toThrow(/SQLITE_BUSY/);
      await holder.rollbackTransaction();
      await holder.release();
      await other.destroy();
      await database.transaction((tx) => write(tx, 2));
      expect(await written()).toEqual([2]);
    });

    it('commit, tells why, rolls back and lets the next one in', async () => {
      const orphan = database.transaction(async (tx) => {
        await write(tx, 1);
        await tx.query('INSERT INTO replies VALUES (99)'); // checked at COMMIT
      });
      await expect(orphan).rejects.toThrow(/FOREIGN KEY constraint failed/);
      await database.transaction((tx) => write(tx, 2));
      expect(await written()).toEqual([2]);
    });

    it('roll back, because SQLite did already, tells the cause and lets the next one in', async () => {
      const conflicting = database.transaction(async (tx) => {
        await write(tx, 1);
        await tx.query('INSERT OR ROLLBACK INTO notes VALUES (1, ?)', ['x']);
      });
      await expect(conflicting).rejects.toThrow(/UNIQUE constraint failed/);
      await database.transaction((tx) => write(tx, 2));
      expect(await written()).toEqual([2]);
    });

    it('go on after a faulty statement, lets the next one in', async () => {
      await expect(database.query('NONSENSE')).rejects.toThrow(/syntax error/);
      await expect(database.transaction((tx) => tx.query('NONSENSE'))).rejects.toThrow(/syntax error/);
      await write(database, 1);
      expect(await written()).toEqual([1]);
    });
  });
});
