import { once } from 'node:events';
import { join } from 'node:path';
import { hashSync } from '@node-rs/argon2';
import pg from 'pg';
import sqlite3 from 'sqlite3';
import { argon2id } from '../../dist/src/credentials/passwords/hashing/argon2.js';
import { PASSWORD } from './people.mjs';

/** One user in so many is signed in, and such a session has exchanged its refresh token before. */
const SIGNED_IN = 10;
const TOKENS = 3;

export const CROWD = `Each user has an address, a password (the same for all, so that one hash serves) and the role \`user\`; one in ${SIGNED_IN} has a live session with ${TOKENS} refresh tokens, two of them used. The rows and indexes are those that Sallyport makes, written by one \`INSERT … SELECT\` a table.`;

const DAY = 86_400_000;

/** What SQLite and PostgreSQL call differently. */
const DIALECTS = {
  sqlite: {
    numbers: (count) =>
      `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count}), copies(t) AS (VALUES (1), (2), (3))`,
    id: (kind) => `('018f${kind}-0000-7000-8000-' || printf('%012x', n))`,
    digest: `(lower(hex(randomblob(21))) || 'x')`,
  },
  postgres: {
    numbers: (count) =>
      `WITH numbers AS (SELECT n::bigint FROM generate_series(1, ${count}) AS n), copies(t) AS (VALUES (1), (2), (3))`,
    id: (kind) => `('018f${kind}-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))`,
    digest: `(md5(random()::text || n) || substr(md5(n::text || t), 1, 11))`,
  },
};

/** A statement for each table. Ids are in the order of their making, as UUIDv7 are; digests are in none. */
function statements({ numbers, id, digest }, { count, role, hash, now }) {
  const user = id('0000');
  const session = id('0001');
  const insert = (table, columns, rows) =>
    `INSERT INTO "${table}" (${columns.map((name) => `"${name}"`).join(',')}) ${numbers(count)} SELECT ${rows}`;
  return [
    insert(
      'users',
      ['id', 'email', 'emailKey', 'displayName', 'epoch', 'createdAt', 'updatedAt', 'kind'],
      `${user}, 'crowd' || n || '@example.com', 'crowd' || n || '@example.com', 'Ada ' || n, 0, ${now}, ${now}, 'person' FROM numbers`,
    ),
    insert('passwords', ['userId', 'hash', 'changedAt'], `${user}, '${hash}', ${now} FROM numbers`),
    insert('user_roles', ['userId', 'roleId'], `${user}, '${role}' FROM numbers`),
    insert(
      'sessions',
      [
        'id',
        'userId',
        'clientId',
        'transport',
        'tokenFormat',
        'userAgent',
        'address',
        'amr',
        'authenticatedAt',
        'createdAt',
        'lastUsedAt',
        'idleUntil',
        'expiresAt',
      ],
      `${session}, ${user}, 'sallyport', 'bearer', 'jwt', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', '203.0.113.7', 'pwd', ${now}, ${now}, ${now}, ${now + 6 * DAY}, ${now + 29 * DAY} FROM numbers WHERE n % ${SIGNED_IN} = 0`,
    ),
    insert(
      'refresh_tokens',
      ['digest', 'sessionId', 'createdAt', 'usedAt'],
      `${digest} AS d, ${session}, ${now}, CASE WHEN t < ${TOKENS} THEN ${now} END FROM numbers CROSS JOIN copies WHERE n % ${SIGNED_IN} = 0 ORDER BY d`,
    ),
  ];
}

/**
 * Fills a database, which a server has made, with so many users. Not durably: nobody else is there.
 *
 * @param where `{ folder }` of an SQLite database, or `{ url }` of one in PostgreSQL
 */
export async function makeCrowd(where, count) {
  const database = where.url ? await openPostgres(where.url) : await openSqlite(where.folder);
  const [{ id: role }] = await database.run(`SELECT "id" FROM "roles" WHERE "name" = 'user'`);
  const hash = hashSync(PASSWORD, argon2id({ memoryCost: 19_456, timeCost: 2 }));
  const dialect = DIALECTS[where.url ? 'postgres' : 'sqlite'];
  for (const sql of statements(dialect, { count, role, hash, now: Date.now() })) await database.run(sql);
  await database.finish();
}

async function openSqlite(folder) {
  const database = new sqlite3.Database(join(folder, 'sallyport.sqlite'));
  await once(database, 'open');
  const run = (sql) =>
    new Promise((done, fail) => database.all(sql, (error, rows) => (error ? fail(error) : done(rows))));
  const pragmas = ['journal_mode = OFF', 'synchronous = OFF', 'cache_size = -1000000', 'foreign_keys = OFF'];
  for (const pragma of pragmas) await run(`PRAGMA ${pragma}`);
  const finish = async () => {
    await run('PRAGMA journal_mode = WAL');
    await new Promise((closed) => database.close(closed));
  };
  return { run, finish };
}

async function openPostgres(url) {
  const client = new pg.Client(url);
  await client.connect();
  await client.query('SET synchronous_commit = off');
  await client.query('SET session_replication_role = replica'); // no look at foreign keys, row by row
  const finish = async () => {
    await client.query('VACUUM ANALYZE');
    await client.end();
  };
  return { run: async (sql) => (await client.query(sql)).rows, finish };
}

export const crowdLogin = (number) => ({ email: `crowd${number}@example.com`, password: PASSWORD });

/** So many different ones, from the first of the crowd to the last. */
export const spreadOver = (count, wanted) =>
  Array.from({ length: wanted }, (_, index) => 1 + Math.floor((index * (count - 1)) / (wanted - 1)));
