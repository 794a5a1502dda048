import { copyFileSync, chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { configurationOfProcess } from '../../configuration.js';
import { OperatorError } from '../../platform/errors/index.js';
import { withApplication } from '../with-application.js';
import { postgresProgram } from './backup.js';
import { endIssued, type Ended } from './end-issued.js';
import { asking, type Connecting, type Installation } from './installation.js';
import { stepsOf } from './migration-steps.js';
import { assertNobodyIsAtWork } from './nobody-at-work.js';
import { SqliteFile } from './sqlite-file.js';

interface Restored {
  readonly ended: Ended | null;
  /** Where the database is that was there before. */
  readonly before: string | null;
}

interface Wishes {
  readonly replace?: boolean;
  readonly keepIssued?: boolean;
}

/** @throws OperatorError where there is no such file, it is no good backup, or something is in its place or at work on it */
export async function restore(
  installation: Installation,
  file: string,
  wishes: Wishes,
  config: Connecting,
): Promise<Restored> {
  if (!existsSync(file)) throw new OperatorError(`There is no file ${file}.`);
  return installation.store === 'sqlite'
    ? restoreSqlite(installation, file, wishes)
    : restorePostgres(installation, file, wishes, config);
}

/** Put right aside, and named as the server knows it when nothing that was revoked can live in it. */
async function restoreSqlite(
  { path }: Extract<Installation, { store: 'sqlite' }>,
  file: string,
  { replace, keepIssued }: Wishes,
): Promise<Restored> {
  await assertBackup(file);
  const there = partsOf(path);
  if (there.length > 0 && !replace) throw new OperatorError(inTheWay(there.join(', ')));
  if (existsSync(path)) await assertNobodyIsAtWork({ store: 'sqlite', path, exists: true });
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.restoring`;
  removeDatabase(draft);
  copyFileSync(file, draft);
  chmodSync(draft, 0o600);
  try {
    const configuration = configurationOfProcess(undefined, { DATABASE_PATH: draft, DATABASE_URL: '' });
    const ended = keepIssued ? null : await withApplication(endIssued, configuration);
    const before = there.length > 0 ? `${path}.before-${Date.now()}` : null;
    if (before) for (const part of partsOf(path)) renameSync(part, before + part.slice(path.length));
    renameSync(draft, path);
    return { ended, before };
  } finally {
    removeDatabase(draft);
  }
}

async function restorePostgres(
  installation: Extract<Installation, { store: 'postgres' }>,
  file: string,
  { replace, keepIssued }: Wishes,
  config: Connecting,
): Promise<Restored> {
  await assertNobodyIsAtWork(installation, config);
  const { done } = await asking(installation, config, (rows) => stepsOf(rows, installation));
  if (done.length > 0 && !replace) throw new OperatorError(inTheWay('the database of DATABASE_URL'));
  const before = done.length > 0 ? `before_${Date.now()}` : null;
  const move = (from: string, to: string) => `ALTER SCHEMA "${from}" RENAME TO "${to}"`;
  const run = async (sql: string) => asking(installation, config, (rows) => rows(sql));
  if (before) await run(`BEGIN; ${move('public', before)}; CREATE SCHEMA public; COMMIT`);
  try {
    await postgresProgram('pg_restore', installation.url, [...WHOLE, file]);
    return {
      ended: keepIssued ? null : await withApplication(endIssued),
      before: before && `schema ${before}`,
    };
  } catch (error) {
    const putBack = before ? move(before, 'public') : 'CREATE SCHEMA public';
    await run(`BEGIN; DROP SCHEMA public CASCADE; ${putBack}; COMMIT`);
    throw error;
  }
}

const WHOLE = ['--single-transaction', '--exit-on-error', '--no-owner', '--no-privileges'];

async function assertBackup(file: string): Promise<void> {
  const fault = await SqliteFile.with(file, async (backup) => {
    const [check] = await backup.rows<{ quick_check: string }>('PRAGMA quick_check(1)');
    if (check?.quick_check !== 'ok') return `it is damaged: ${check?.quick_check}`;
    const { done, unknown } = await stepsOf((sql) => backup.rows(sql), { store: 'sqlite' });
    if (done.length === 0) return 'it is no database of Sallyport';
    return unknown.length > 0 && 'it was written by a newer version: restore it with that';
  }).catch((error: Error) => error.message);
  if (fault) throw new OperatorError(`${file} cannot be restored: ${fault}.`);
}

const inTheWay = (what: string) => `There is data in ${what}. Give --replace to put the backup in its place.`;

/** What there is of a database: SQLite would write a log that was left alone into whatever comes to stand beside it. */
const partsOf = (path: string): string[] =>
  ['', '-wal', '-shm', '-journal'].map((part) => `${path}${part}`).filter((part) => existsSync(part));

function removeDatabase(path: string): void {
  for (const part of partsOf(path)) rmSync(part);
}
