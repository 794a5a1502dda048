import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PASSWORD, Person } from '../support/person.js';
import { newFolder, run, Server } from '../support/server.js';
import { ask } from '../support/store.js';

const POSTGRES = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const ofPostgres = new URL(POSTGRES);
ofPostgres.pathname = `sallyport_backup_${process.pid}`;

type Outcome = Record<string, unknown> & { exit: number | null; detail?: string };

describe.each(['SQLite', 'PostgreSQL'])('A backup of %s, taken while the server writes', (kind) => {
  const folder = newFolder();
  const file = join(folder, 'backup');
  const env = {
    DATA_DIR: join(folder, 'data'),
    ...(kind === 'SQLite'
      ? { DATABASE_PATH: join(folder, 'data', 'sallyport.sqlite') }
      : { DATABASE_URL: ofPostgres.href }),
  };
  const db = async (...args: string[]) => run('cli.js', ['db', ...args, '--json'], env);
  const outcome = async (...args: string[]) => {
    const { code, stdout, stderr } = await db(...args);
    return { exit: code, ...(JSON.parse(stdout || stderr) as Record<string, unknown>) } as Outcome;
  };
  const statusWith = async (server: Server, token: string) =>
    (await server.get('/me', { headers: { authorization: `Bearer ${token}` } })).status;

  let server: Server;
  let url: string;
  let ada: Person;
  const since: Record<string, string> = {};
  const acknowledged: string[] = [];

  beforeAll(async () => {
    if (kind === 'PostgreSQL') await ask(POSTGRES, `CREATE DATABASE "${ofPostgres.pathname.slice(1)}"`);
    server = await Server.start({ folder, env });
    url = server.url;
    ada = await new Person(server, 'ada@example.com').signedIn();
    const gone = await ada.onAnotherDevice();
    since['ended before it'] = gone.accessToken;
    await gone.signsOut();
    since['of an API key'] = (await ada.sends('POST', '/api-keys', { body: { name: 'cron' } })).body
      .key as string;
    since['of a session'] = ada.accessToken;
  });
  afterAll(async () => {
    await server.stop();
    if (kind === 'PostgreSQL')
      await ask(POSTGRES, `DROP DATABASE "${ofPostgres.pathname.slice(1)}" WITH (FORCE)`);
    rmSync(folder, { recursive: true, force: true });
  });

  it('is one file, which its owner alone may read, and overwrites none', async () => {
    let isOver = false;
    const atWork = (async () => {
      for (let number = 0; !isOver; number += 1) {
        const email = `person${number}@example.com`;
        const { status } = await server.post('/register', { email, password: PASSWORD });
        if (status === 201) acknowledged.push(email);
      }
    })();
    while (acknowledged.length < 3) await new Promise((wait) => setTimeout(wait, 20));
    const before = acknowledged.length;
    expect(await outcome('backup', file)).toMatchObject({ exit: 0, file });
    isOver = true;
    await atWork;
    acknowledged.length = before;
    expect([existsSync(`${file}.part`), statSync(file).mode & 0o777]).toEqual([false, 0o600]);
    expect(await outcome('backup', file)).toMatchObject({ exit: 1, code: 'cli.refused' });
  });

  it('takes no place while a server runs, nor that of another database unasked', async () => {
    await ada.signsOut();
    const eve = await new Person(server, 'eve@example.com').signedIn();
    since['that it has never seen'] = eve.accessToken;
    expect((await outcome('restore', file, '--replace')).detail).toMatch('Stop every server');
    await server.stop();
    expect((await outcome('restore', file)).detail).toMatch('--replace');
  });

  it('takes its place, and ends what was issued', async () => {
    expect(await outcome('restore', file, '--replace')).toMatchObject({
      exit: 0,
      ended: { sessions: 1, apiKeys: 1, signingKeys: 1 },
      before: expect.stringContaining('before'),
    });
    server = await Server.start({ folder, env: { ...env, PUBLIC_URL: url } });
  });

  it('holds every write that was acknowledged before it began', async () => {
    for (const email of ['ada@example.com', ...acknowledged])
      expect([email, (await server.post('/login', { email, password: PASSWORD })).status]).toEqual([
        email,
        200,
      ]);
  });

  it('brings nothing back to life', async () => {
    for (const [which, token] of Object.entries(since))
      expect([which, await statusWith(server, token)]).toEqual([which, 401]);
    const refresh = { refresh_token: ada.refreshToken };
    expect((await server.post('/refresh', refresh)).body.code).toBe('token.refreshInvalid');
    expect((await server.post('/login', { email: 'eve@example.com', password: PASSWORD })).status).toBe(401);
  });

  it('has an audit log that goes on from there, and is proven', async () => {
    await new Promise((chained) => setTimeout(chained, 1500));
    const [verified, exported] = [await run('cli.js', ['audit', 'verify', '--json'], env), await run('cli.js', ['audit', 'export'], env)]; // prettier-ignore
    expect([verified.code, JSON.parse(verified.stdout)]).toEqual([
      0,
      expect.objectContaining({ isProven: true, open: 0 }),
    ]);
    expect(exported.stdout).toContain('"type":"database.restored"');
    expect(server.output).not.toContain('could not be chained');
  });

  it('with --keep-issued, brings back what was revoked since: that is what it ends otherwise', async () => {
    await server.stop();
    expect(await outcome('restore', file, '--replace', '--keep-issued')).toMatchObject({ ended: null });
    server = await Server.start({ folder, env: { ...env, PUBLIC_URL: url } });
    expect(await statusWith(server, since['of a session'] as string)).toBe(200);
    expect(await statusWith(server, since['ended before it'] as string)).toBe(401);
  });
});
