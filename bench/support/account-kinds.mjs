import { once } from 'node:events';
import { join } from 'node:path';
import { hashSync as argon2 } from '@node-rs/argon2';
import { hashSync as bcrypt } from '@node-rs/bcrypt';
import sqlite3 from 'sqlite3';
import { argon2id } from '../../dist/src/credentials/passwords/hashing/argon2.js';
import { forEach, PASSWORD, post } from './people.mjs';
import { startServer } from './server.mjs';

export const KIND = {
  known: 'known',
  other: 'other',
  unknown: 'unknown',
  newcomer: 'newcomer',
  disabled: 'disabled',
  passwordDisabled: 'pw-disabled',
  older: 'older',
  bcrypt: 'bcrypt',
};

const changeUsers = 'UPDATE "users" SET "disabledAt" = ? WHERE "emailKey" LIKE ?';
const changePasswords = (column) =>
  `UPDATE "passwords" SET "${column}" = ? WHERE "userId" IN (SELECT "id" FROM "users" WHERE "emailKey" LIKE ?)`;

const CHANGES = [
  [KIND.disabled, changeUsers, () => Date.now()],
  [KIND.passwordDisabled, changePasswords('disabledAt'), () => Date.now()],
  [KIND.older, changePasswords('hash'), () => argon2(PASSWORD, argon2id({ memoryCost: 4096, timeCost: 1 }))],
  [KIND.bcrypt, changePasswords('hash'), () => bcrypt(PASSWORD, 10)],
];

/** All as long as each other. */
export const emailOf = (kind, number) => `${`${kind}-${number}-`.padEnd(20, 'x')}@example.com`;

/** Some accounts of each kind, in the database of a folder. */
export async function makeAccounts(folder, count) {
  const server = await startServer(folder);
  for (const kind of Object.values(KIND).filter((kind) => ![KIND.unknown, KIND.newcomer].includes(kind)))
    await forEach(count, (number) =>
      post(server.url, '/register', { email: emailOf(kind, number), password: PASSWORD }),
    );
  await server.stop();
  const database = new sqlite3.Database(join(folder, 'sallyport.sqlite'));
  await once(database, 'open');
  for (const [kind, sql, value] of CHANGES) await changed(database, sql, [value(), `${kind}-%`], count);
  await new Promise((closed) => database.close(closed));
}

function changed(database, sql, values, count) {
  return new Promise((done, fail) => {
    database.run(sql, values, function (error) {
      if (error ?? this.changes !== count) fail(error ?? new Error(`${this.changes} rows by ${sql}`));
      else done();
    });
  });
}
