import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person } from '../support/person.js';
import { newFolder, run, Server } from '../support/server.js';
import { ask } from '../support/store.js';

const POSTGRES = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const ANOTHER_KEY = { MASTER_KEY: Buffer.alloc(32, 'another').toString('base64') };
// Each of these starts the program several times.
jest.setTimeout(90_000);

describe('A database on SQLite that was lost', () => {
  const folder = newFolder();
  const path = join(folder, 'data', 'sallyport.sqlite');
  const env = { DATA_DIR: join(folder, 'data'), DATABASE_PATH: path };
  const db = (...args: string[]) => run('cli.js', ['db', ...args], env);
  const backup = join(folder, 'backup');

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // What went wrong: SQLite wrote the log into the backup beside it, with all that the restoring had ended.
  it('brings nothing back from the log that a killed server left', async () => {
    const server = await Server.start({ folder, env });
    expect((await db('backup', backup)).code).toBe(0);
    const ada = await new Person(server, 'ada@example.com').signedIn();
    server.signal('SIGKILL');
    await server.finished;
    rmSync(path);
    expect(existsSync(`${path}-wal`)).toBe(true);
    const refused = await db('restore', backup);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('Give --replace')]);
    expect((await db('restore', backup, '--replace')).code).toBe(0);
    const again = await Server.start({ folder, env: { ...env, PUBLIC_URL: server.url } });
    const answer = await again.post('/refresh', { refresh_token: ada.refreshToken });
    expect(answer.body.code).toBe('token.refreshInvalid');
    await again.stop();
  });

  it('is restored over a file that is damaged', async () => {
    writeFileSync(path, 'This is no database any more.'.repeat(500));
    expect(await db('restore', backup, '--replace')).toMatchObject({ code: 0, stderr: '' });
    const server = await Server.start({ folder, env });
    expect((await new Person(server, 'grace@example.com').signedIn()).accessToken).toBeTruthy();
    await server.stop();
  });
});

describe('On PostgreSQL, with another master key', () => {
  const folder = newFolder();
  const database = new URL(POSTGRES);
  database.pathname = `sallyport_restore_${process.pid}`;
  const env = { DATA_DIR: join(folder, 'data'), DATABASE_URL: database.href };
  const cli = (args: string[], more = {}) => run('cli.js', args, { ...env, ...more });
  const schemas = () =>
    ask(database.href, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before%' OR nspname = 'public'");

  beforeAll(() => ask(POSTGRES, `CREATE DATABASE "${database.pathname.slice(1)}"`));
  afterAll(async () => {
    await ask(POSTGRES, `DROP DATABASE "${database.pathname.slice(1)}" WITH (FORCE)`);
    rmSync(folder, { recursive: true, force: true });
  });

  // What went wrong: the backup took its place with all that was issued alive, and the command never ended.
  it('a backup does not take its place, and the database is there as it was', async () => {
    const server = await Server.start({ folder, env });
    const backup = join(folder, 'backup');
    expect((await cli(['db', 'backup', backup])).code).toBe(0);
    await new Person(server, 'ada@example.com').signedIn();
    await server.stop();
    const refused = await cli(['db', 'restore', backup, '--replace'], ANOTHER_KEY);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/another master key/)]);
    expect(await schemas()).toEqual([{ nspname: 'public' }]);
    const sessions = await cli(['session', 'list', 'ada@example.com', '--json']);
    expect([sessions.code, sessions.stdout.trim().split('\n')]).toEqual([0, [expect.any(String)]]);
  });

  it('a command says so, and ends', async () => {
    const refused = await cli(['session', 'list', 'ada@example.com'], ANOTHER_KEY);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/another master key/)]);
  });
});
