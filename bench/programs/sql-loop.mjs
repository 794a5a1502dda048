// What refreshing is compared with: the statements of one exchange, as the application was seen to run them, in a bare
// loop over the driver.
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import sqlite3 from 'sqlite3';
import { DataSource } from 'typeorm';
import { createApplication } from '../../dist/src/application.js';
import { PrettyLogger } from '../../dist/src/platform/logging/index.js';
import { configurationOfProcess } from '../../dist/src/configuration.js';
import { digestOf } from '../../dist/src/platform/crypto/index.js';
import { answering } from '../support/program.mjs';

let statements;
let recorded;
let chains;
let database;

answering(async ({ record, seconds }) => (record ? prepare(record) : loop(seconds)));

async function prepare(token) {
  const runs = await recordExchanges(token, 3);
  statements = runs.toSorted((a, b) => a.length - b.length)[0]; // a longer one holds a poll of the revocations
  database = new sqlite3.Database(process.env.DATABASE_PATH);
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
    'busy_timeout = 5000',
  ])
    await call('all', `PRAGMA ${pragma}`);
  chains = await call(
    'all',
    `SELECT r."digest", s."id" AS "session", s."userId" AS "user" FROM "refresh_tokens" r
     JOIN "sessions" s ON s."id" = r."sessionId" WHERE r."usedAt" IS NULL`,
  );
  recorded = statements.meaning;
  return { statements: statements.map(({ sql }) => sql) };
}

/** What each of some exchanges in a row asks of the database. */
async function recordExchanges(token, count) {
  const app = await createApplication(configurationOfProcess(), PrettyLogger.at('error'));
  const dataSource = app.get(DataSource);
  const runs = [];
  for (let current = token; runs.length < count;) {
    const seen = [];
    const { logger } = dataSource;
    dataSource.logger = { ...silent, logQuery: (sql, values = []) => seen.push({ sql, values }) };
    const answer = await app.inject({ method: 'POST', url: '/refresh', payload: { refresh_token: current } });
    dataSource.logger = logger;
    if (answer.statusCode !== 200) throw new Error(`The exchange was refused: ${answer.body}`);
    const { refresh_token: next } = answer.json();
    const [owner] = await dataSource.query(
      'SELECT s."id" AS "session", s."userId" AS "user" FROM "refresh_tokens" r JOIN "sessions" s ON s."id" = r."sessionId" WHERE r."digest" = ?',
      [digestOf(next)],
    );
    runs.push(
      Object.assign(seen, { meaning: { digest: digestOf(current), next: digestOf(next), ...owner } }),
    );
    current = next;
  }
  await app.close();
  return runs;
}

const silent = Object.fromEntries(
  ['logQueryError', 'logQuerySlow', 'logSchemaBuild', 'logMigration', 'log'].map((name) => [name, () => {}]),
);

async function loop(seconds) {
  const began = performance.now();
  let count = 0;
  for (; performance.now() - began < seconds * 1000; count += 1)
    await exchange(chains[count % chains.length]);
  return { count, perSecond: (1000 * count) / (performance.now() - began) };
}

async function exchange(chain) {
  const values = { ...chain, next: randomBytes(32).toString('base64url') };
  const meant = new Map(Object.entries(recorded).map(([name, value]) => [value, values[name]]));
  for (const { sql, values: bound } of statements) {
    const isWrite = /^(INSERT|UPDATE|DELETE) /.test(sql);
    const parameters = bound.map((value) => meant.get(value) ?? value);
    const { changes } = await call(isWrite ? 'run' : 'all', sql, parameters);
    if (isWrite && changes !== 1) throw new Error(`${changes} rows by ${sql}`);
  }
  chain.digest = values.next;
}

/** The rows, or for a write the number of rows that it changed. */
function call(method, sql, parameters = []) {
  return new Promise((done, fail) => {
    database[method](sql, parameters, function (error, rows) {
      if (error) fail(error);
      else done(rows ?? { changes: this.changes });
    });
  });
}
