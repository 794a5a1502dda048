import { spawn } from 'node:child_process';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync, statSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { environmentOfProcess } from '../../configuration.js';
import { OperatorError } from '../../platform/errors/index.js';
import { draftOf, openDraft } from '../draft.js';
import type { Installation } from './installation.js';
import { SqliteFile } from './sqlite-file.js';

/** Writes what the database holds at one moment into a new file, which only its owner may read. Returns its bytes. */
export async function backUp(installation: Installation, path: string): Promise<number> {
  if (existsSync(path)) throw new OperatorError(`${path} exists. Back up into a new file.`);
  const draft = draftOf(path);
  closeSync(openDraft(path));
  try {
    if (installation.store === 'sqlite') await vacuumInto(installation.path, draft);
    else await pgDump(installation.url, draft);
    flush(draft);
    linkSync(draft, path); // unlike a renaming, it takes no file that came there meanwhile
    return statSync(path).size;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** One read transaction: the server goes on writing, and nothing of that gets in. */
async function vacuumInto(path: string, draft: string): Promise<void> {
  if (!existsSync(path)) throw new OperatorError(`There is no database at ${path}.`);
  await SqliteFile.with(path, (file) => file.rows('VACUUM INTO ?', [draft]));
}

const pgDump = async (url: string, draft: string): Promise<void> =>
  postgresProgram('pg_dump', url, [
    '--format=custom',
    '--no-owner',
    '--no-privileges',
    '--exclude-schema=before_*',
    `--file=${draft}`,
  ]);

/** Runs a program of PostgreSQL; the password goes through its environment, for everybody may read its arguments. */
export async function postgresProgram(
  name: 'pg_dump' | 'pg_restore',
  url: string,
  args: readonly string[],
): Promise<void> {
  const bare = new URL(url);
  const password = decodeURIComponent(bare.password);
  bare.password = '';
  const env = { ...environmentOfProcess(), ...(password && { PGPASSWORD: password }) };
  const running = spawn(name, [`--dbname=${bare.href}`, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const finished = new Promise<number | null>((done, fail) => running.on('error', fail).on('close', done));
  const [said, code] = await Promise.all([text(running.stderr), finished]).catch((error: unknown) => {
    throw new OperatorError(
      `${name} cannot be run: ${(error as Error).message}. Install PostgreSQL's client programs, of the server's version or later.`,
    );
  });
  if (code !== 0) throw new OperatorError(`${name} failed: ${said.trim()}`);
}

function flush(path: string): void {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
}
