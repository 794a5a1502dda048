import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, run, Server, settingsIn } from '../support/server.js';

const PASSWORD = 'correct horse battery staple';
const SECRET = 'N0body-may-read-this';

type Found = Record<string, string>;

describe('npm run cli -- doctor', () => {
  const doctor = async (settings: Readonly<Record<string, string>>) => {
    const { code, stdout, stderr } = await run('cli.js', ['doctor', '--all', '--json'], settings);
    const findings = stdout.trim().split('\n').map((line) => JSON.parse(line) as Found); // prettier-ignore
    const found = Object.fromEntries(findings.map(({ id, state }) => [id!, state!]));
    return { code, found, said: stdout + stderr };
  };

  it('changes nothing where there is nothing yet, and warns', async () => {
    const folder = newFolder();
    const settings = { DATA_DIR: join(folder, 'data'), DATABASE_PATH: join(folder, 'data', 'x.sqlite') };
    const { code, found } = await doctor({ ...settings, PORT: '1' });
    expect([code, found]).toEqual([
      1,
      expect.objectContaining({ configuration: 'ok', database: 'ok', production: 'warn', server: 'warn' }),
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('tells an installation that nobody administers from one that is well', async () => {
    const server = await Server.start();
    const settings = { ...(await settingsIn(server.folder)), PORT: new URL(server.url).port };
    const fresh = await doctor(settings);
    expect([fresh.code, fresh.found]).toEqual([
      2,
      expect.objectContaining({ administrators: 'fail', keys: 'ok', server: 'ok' }),
    ]);
    for (const email of ['ada@example.com', 'grace@example.com'])
      await run('cli.js', ['user', 'create', '--email', email, '--role', 'admin'], settings, PASSWORD);
    const { code, found } = await doctor(settings);
    const { production, ...others } = found;
    expect([code, production, new Set(Object.values(others))]).toEqual([1, 'warn', new Set(['ok'])]);
    const foreign = await doctor({ ...settings, MASTER_KEY: Buffer.alloc(32, SECRET).toString('base64') });
    expect([foreign.code, foreign.found.keys]).toEqual([2, 'fail']);
    const key = join(server.folder, 'data', 'master.key');
    const kept = readFileSync(key);
    writeFileSync(key, SECRET);
    const broken = await doctor(settings);
    writeFileSync(key, kept);
    expect([broken.code, broken.found.database, broken.found.keys]).toEqual([2, 'ok', 'fail']);
    expect(foreign.said + broken.said).not.toContain(SECRET);
    await server.close();
  });

  it('ends with 2 where the server would refuse to start, and prints no secret', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'x.sqlite'), `This is no database. ${SECRET}`);
    const { code, found, said } = await doctor({
      DATA_DIR: join(folder, 'data'),
      DATABASE_PATH: join(folder, 'data', 'x.sqlite'),
      PORT: '1',
      MASTER_KEY: SECRET,
      JWT_SECRET: SECRET,
      SMTP_URL: `smtp://me:${SECRET}@nowhere:xx`,
      REDIS_URL: `redis://:${SECRET}@nowhere:xx`,
    });
    expect([code, found]).toEqual([2, expect.objectContaining({ configuration: 'fail', database: 'fail' })]);
    expect(said).not.toContain(SECRET);
  });

  it.each(['127.0.0.1', 'localhost'])('says why a PostgreSQL at %s cannot be reached', async (host) => {
    const DATABASE_URL = `postgres://me:${SECRET}@${host}:1/none`;
    const { code, said } = await doctor({ DATABASE_URL, DATA_DIR: newFolder(), PORT: '1' });
    expect([code, said]).toEqual([
      2,
      expect.stringContaining(`${host}:1/none cannot be read: connect ECONNREFUSED`),
    ]);
    expect(said).not.toContain(SECRET);
  });
});
