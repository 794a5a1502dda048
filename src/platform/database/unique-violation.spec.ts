import { DataSource, QueryFailedError } from 'typeorm';
import { isUniqueViolation } from './unique-violation.js';

const failure = (driverError: { message: string; detail?: string }) =>
  new QueryFailedError('INSERT …', [], Object.assign(new Error(driverError.message), driverError));

describe('A failed write in SQLite', () => {
  let database: DataSource;

  beforeAll(async () => {
    database = await new DataSource({ type: 'sqlite', database: ':memory:' }).initialize();
    await database.query(
      'CREATE TABLE people (email TEXT UNIQUE, "emailKey" TEXT UNIQUE, age INTEGER CHECK (age > 0), team TEXT, seat INTEGER, UNIQUE (team, seat))',
    );
    await insert({ email: 'ada@example.com', emailKey: 'ada', team: 'red', seat: 1 });
  });
  afterAll(() => database.destroy());

  const insert = (row: Record<string, string | number>) =>
    database.query(
      `INSERT INTO people (${Object.keys(row)
        .map((name) => `"${name}"`)
        .join()}) VALUES (${Object.keys(row).fill('?').join()})`,
      Object.values(row),
    );
  const failing = (row: Record<string, string | number>): Promise<unknown> =>
    insert(row).then(
      () => Promise.reject(new Error('It did not fail')),
      (error: unknown) => error,
    );

  it('violates the column whose value exists, and no other', async () => {
    const error = await failing({ email: 'other@example.com', emailKey: 'ada' });
    expect(isUniqueViolation(error, 'emailKey')).toBe(true);
    expect(isUniqueViolation(error, 'email')).toBe(false);
    expect(isUniqueViolation(error, 'age')).toBe(false);
  });

  it('does not mistake a column for one whose name begins alike', async () => {
    const error = await failing({ email: 'ada@example.com' });
    expect(isUniqueViolation(error, 'email')).toBe(true);
    expect(isUniqueViolation(error, 'emailKey')).toBe(false);
  });

  it('does not take the name of the table for that of a column', async () => {
    expect(isUniqueViolation(await failing({ emailKey: 'ada' }), 'people')).toBe(false);
  });

  it('violates each column of a key that spans several', async () => {
    const error = await failing({ team: 'red', seat: 1 });
    expect(['team', 'seat', 'email'].map((column) => isUniqueViolation(error, column))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('violates nothing unique when another constraint failed', async () => {
    expect(isUniqueViolation(await failing({ age: -1 }), 'age')).toBe(false);
    expect(isUniqueViolation(await failing({ nonsense: 1 }), 'nonsense')).toBe(false);
  });
});

describe('A failed write in PostgreSQL', () => {
  const message = 'duplicate key value violates unique constraint "UQ_users_emailKey"';
  const detail = 'Key ("emailKey")=(ada@example.com) already exists.';

  it('violates the column that the detail names, and no other', () => {
    const error = failure({ message, detail });
    expect(isUniqueViolation(error, 'emailKey')).toBe(true);
    expect(isUniqueViolation(error, 'usernameKey')).toBe(false);
    expect(isUniqueViolation(error, 'email')).toBe(false);
  });

  it('violates nothing unique when another constraint failed', () => {
    const foreign = 'insert or update on table "sessions" violates foreign key constraint';
    expect(isUniqueViolation(failure({ message: foreign, detail }), 'emailKey')).toBe(false);
    expect(isUniqueViolation(failure({ message }), 'emailKey')).toBe(false);
  });
});

describe('Any other error', () => {
  it('is no violation, whatever it says', () => {
    const sentence = 'SQLITE_CONSTRAINT: UNIQUE constraint failed: people.emailKey';
    for (const error of [new Error(sentence), sentence, { message: sentence }, null, undefined])
      expect(isUniqueViolation(error, 'emailKey')).toBe(false);
  });
});
