import 'reflect-metadata';
import { DataSource, EntitySchema, In, MoreThan } from 'typeorm';
import type { SqliteDriver } from 'typeorm/driver/sqlite/SqliteDriver.js';
import { bindNumbers } from './bound-numbers.js';

const Visit = new EntitySchema<{ id: number; at: number; count: number; name: string }>({
  name: 'Visit',
  tableName: 'visits',
  columns: {
    id: { type: 'integer', primary: true },
    at: { type: 'bigint' },
    count: { type: 'integer' },
    name: { type: 'varchar' },
  },
});
const NOW = 1_795_281_235_804;

describe('Numbers in statements', () => {
  let database: DataSource;
  let texts: jest.SpyInstance;

  beforeEach(async () => {
    database = await new DataSource({
      type: 'sqlite',
      database: ':memory:',
      entities: [Visit],
      synchronize: true,
    }).initialize();
    const driver = database.driver as SqliteDriver;
    bindNumbers(driver);
    texts = jest.spyOn(driver.databaseConnection, 'run');
    await database.manager.insert(Visit, { id: 1, at: NOW, count: 7, name: 'ada' });
  });
  afterEach(() => database.destroy());

  const update = (at: number) =>
    database.manager.update(Visit, { at: MoreThan(at) }, { at: at + 1, count: 3 });

  it('do not stand in their texts, so that one text serves again', async () => {
    await update(NOW - 1);
    await update(NOW - 2);
    const written = texts.mock.calls.map(([sql]) => String(sql)).filter((sql) => sql.startsWith('UPDATE'));
    expect(new Set(written).size).toBe(1);
    expect(written[0]).not.toMatch(/\d{3}/);
  });

  it('are stored and compared as the whole numbers that they are', async () => {
    expect(await update(NOW)).toMatchObject({ affected: 0 });
    expect(await update(NOW - 1)).toMatchObject({ affected: 1 });
    const typed = 'SELECT at, count, typeof(at) AS "typeOfAt", typeof(count) AS "typeOfCount" FROM visits';
    expect(await database.query(typed)).toEqual([
      { at: NOW, count: 3, typeOfAt: 'integer', typeOfCount: 'integer' },
    ]);
    expect(await database.manager.findBy(Visit, { count: In([3, 4]), name: 'ada' })).toHaveLength(1);
  });

  it('are refused where they are none, and not stored as NULL', async () => {
    for (const none of [NaN, Infinity])
      await expect(database.manager.update(Visit, { id: 1 }, { at: none })).rejects.toThrow(/no such column/);
  });

  it('count up in the database', async () => {
    const more = { count: () => '"count" + :more' };
    const query = database.createQueryBuilder().update(Visit).set(more).setParameter('more', 5);
    await query.where('id = :id', { id: 1 }).execute();
    expect(await database.manager.findOneBy(Visit, { id: 1 })).toMatchObject({ count: 12 });
  });
});
