import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from '../support/free-port.mjs';
import { Child } from './processes.mjs';

const BORROWED = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** A server of this test's own where PostgreSQL's programs are here, else a database on one that is there. */
export async function startPostgres() {
  const bin = programs();
  return bin === undefined ? BorrowedPostgres.open() : OwnPostgres.start(bin);
}

function programs() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    process.env.PG_BIN,
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ];
  return folders.find((folder) => folder && existsSync(join(folder, 'initdb')));
}

class OwnPostgres {
  isOwn = true;
  #bin;
  #folder;
  #as;
  #child;

  constructor(bin, folder, as, port) {
    this.#bin = bin;
    this.#folder = folder;
    this.#as = as;
    this.port = port;
  }

  static async start(bin) {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-postgres-'));
    const as = { cwd: folder, ...someoneElse() };
    if (as.uid !== undefined) chownSync(folder, as.uid, as.gid);
    const make = ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale'];
    execFileSync(join(bin, 'initdb'), make, { ...as, stdio: 'pipe' });
    const server = new OwnPostgres(bin, folder, as, await freePort());
    await server.resume();
    return server;
  }

  get url() {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  /** What was acknowledged is on the disk: fsync and synchronous_commit are on, as they are by default. */
  async resume() {
    const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '300' };
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    this.#child = new Child(
      join(this.#bin, 'postgres'),
      ['-D', join(this.#folder, 'data'), '-p', String(this.port), ...args],
      { ...this.#as, lastSignal: 'SIGQUIT' },
    );
    await isReached(this.url, this.#child);
  }

  /** Immediate shutdown: nothing is finished or written down; the next start recovers from the log. */
  async stop() {
    await this.#child.end('SIGQUIT');
  }

  async close() {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** initdb refuses to be run by root. */
function someoneElse() {
  if (process.getuid() !== 0) return {};
  const idOf = (kind, name) => Number(execFileSync('id', [kind, name], { stdio: 'pipe' }));
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: idOf('-u', name), gid: idOf('-g', name) };
    } catch {
      // the next one
    }
  }
  throw new Error('PostgreSQL cannot be run by root, and there is no user "postgres" or "nobody".');
}

/** It belongs to others, so it is not stopped: its connections to this database are dropped, and new ones refused. */
class BorrowedPostgres {
  isOwn = false;
  #name = `sallyport_nodes_${process.pid}`;

  static async open() {
    const server = new BorrowedPostgres();
    await ask(BORROWED, `CREATE DATABASE ${server.#name}`);
    return server;
  }

  get url() {
    return Object.assign(new URL(BORROWED), { pathname: `/${this.#name}` }).href;
  }

  get port() {
    return Number(new URL(BORROWED).port || 5432);
  }

  async stop() {
    await ask(BORROWED, `ALTER DATABASE ${this.#name} ALLOW_CONNECTIONS false`);
    await ask(BORROWED, 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
      this.#name,
    ]);
  }

  async resume() {
    await ask(BORROWED, `ALTER DATABASE ${this.#name} ALLOW_CONNECTIONS true`);
  }

  async close() {
    await ask(BORROWED, `DROP DATABASE ${this.#name} WITH (FORCE)`);
  }
}

async function isReached(url, child) {
  for (const limit = Date.now() + 30_000; ; await wait(50)) {
    try {
      return await ask(url, 'SELECT 1');
    } catch (error) {
      if (child.hasEnded || Date.now() > limit)
        throw new Error(`PostgreSQL did not start:\n${child.output}`, { cause: error });
    }
  }
}

export async function ask(url, sql, parameters) {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql, parameters)).rows;
  } finally {
    await client.end();
  }
}
