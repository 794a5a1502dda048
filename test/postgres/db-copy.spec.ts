import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { AccountStanding, Accounts } from '../../src/auth/index.js';
import { sections } from '../../src/configuration.js';
import { AuditInspection } from '../../src/platform/audit/index.js';
import { loadConfiguration } from '../../src/platform/config/index.js';
import { closeSource, databaseConfig, openDatabase, openSource } from '../../src/platform/database/index.js';
import { schema } from '../../src/schema.js';
import { Program } from '../support/api-keys.js';
import { Inbox } from '../support/inbox.js';
import { PASSWORD, type Person } from '../support/person.js';
import { newFolder, run } from '../support/server.js';
import { ask, store } from '../support/store.js';
import { World } from '../support/world.js';

// Each of these starts the program, some several times.
jest.setTimeout(90_000);

describe('npm run cli -- db copy', () => {
  let folder: string;
  let url: string;

  beforeEach(async () => {
    folder = newFolder();
    url = (await store.settingsFor(folder)).DATABASE_URL as string;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const file = () => join(folder, 'data', 'sallyport.sqlite');
  const embedded = (env: Readonly<Record<string, string>> = {}) =>
    World.open({ folder, env: { DATABASE_URL: '', DATABASE_PATH: file(), ...env } });
  const copy = (...options: string[]) => copyTo(url, ...options);
  const copyTo = (to: string, ...options: string[]) =>
    run('cli.js', ['db', 'copy', '--from', `sqlite:${file()}`, '--to', to, ...options], {});
  const rowsOf = async (table: string) =>
    Number((await ask(url, `SELECT count(*) AS n FROM ${table}`))[0]?.n);
  const migrated = async (place: Readonly<Record<string, string>>) =>
    openDatabase(loadConfiguration(place, sections).of(databaseConfig), schema);
  const inEmbedded = async (sql: string) => {
    const source = await migrated({ DATABASE_PATH: file() });
    await source.query(sql);
    await source.destroy();
  };

  it('moves an installation: what was good is good there, and what was taken back is not', async () => {
    const inbox = await Inbox.open();
    const mail = { SMTP_URL: inbox.url, EMAIL_VERIFICATION: 'optional' };
    const old = await embedded(mail);
    const [ada, leaver, banned] = [
      await old.person().signedIn(),
      await old.person().signedIn(),
      old.person(),
    ];
    const opaque = await ada.onAnotherDevice({ token_format: 'opaque' });
    const root = await old.administrator();
    await banned.signedIn();
    const nightly = await Program.of(ada, old, { name: 'nightly' });
    const lost = await Program.of(ada, old, { name: 'lost' });
    await ada.sends('DELETE', `/api-keys/${lost.id}`);
    await leaver.signsOut();
    await old.provider(AccountStanding).disable(String(banned.claims.sub));
    await old.post('/recover', { email: ada.email }); // waits, sealed
    await old.stop();

    const { code, stdout, stderr } = await copy('--json');
    expect([code, stderr]).toEqual([0, '']);
    const { tables, rows } = JSON.parse(stdout) as { tables: Record<string, number>; rows: number };
    expect(rows).toBe(Object.values(tables).reduce((sum, count) => sum + count, 0));
    for (const [table, count] of Object.entries(tables))
      expect([table, await rowsOf(table)]).toEqual([table, count]);
    for (const filled of ['users', 'sessions', 'refresh_tokens', 'opaque_tokens', 'api_keys', 'revocations'])
      expect([filled, tables[filled]]).not.toEqual([filled, 0]);
    for (const filled of [
      'audit_events',
      'outgoing_mails',
      'one_time_tokens',
      'signing_keys',
      'role_permissions',
    ])
      expect([filled, tables[filled]]).not.toEqual([filled, 0]);

    const moved = await World.open({ folder, env: mail });
    const there = ({ accessToken, refreshToken }: Person) =>
      Object.assign(moved.person(), { accessToken, refreshToken });
    const me = async (token: string) => {
      const answer = await moved.get('/me', { headers: { authorization: `Bearer ${token}` } });
      return answer.body.code ?? answer.status;
    };
    for (const good of [ada.accessToken, opaque.accessToken, nightly.key]) expect(await me(good)).toBe(200);
    expect((await there(ada).refreshes()).status).toBe(200);
    expect((await there(root).gets('/reports')).status).toBe(200);
    expect((await moved.post('/login', { email: ada.email, password: PASSWORD })).status).toBe(200);
    for (const void_ of [leaver.accessToken, banned.accessToken, lost.key])
      expect(await me(void_)).toMatch(/^token\.(revoked|invalid)$/);
    expect((await moved.post('/refresh', { refresh_token: leaver.refreshToken })).status).toBe(400);
    expect((await moved.post('/login', { email: banned.email, password: PASSWORD })).status).toBe(401);
    const next = await moved.person().signedIn(); // its audit rows and revocations are numbered past the old ones
    expect((await next.signsOut()).status).toBe(204);
    await moved.stop();
    await inbox.close();
  });

  it('moves the audit log with its proof: a place that was noted before is found after', async () => {
    const old = await embedded();
    await old.person().signedIn();
    const noted = (await old.provider(AuditInspection).verdict()).footer?.until;
    await old.person().signedIn();
    await old.stop();
    expect((await copy()).code).toBe(0);
    const moved = await World.open({ folder });
    await moved.person().signedIn();
    const verdict = await moved.provider(AuditInspection).verdict(noted);
    expect([verdict.fault, verdict.records]).toEqual([undefined, expect.any(Number)]);
    expect(verdict.records).toBeGreaterThan(noted?.position ?? Infinity);
    await moved.stop();
  });

  it('counts on where the old database would have, though what it counted was swept', async () => {
    const old = await embedded();
    await (await old.person().signedIn()).signsOut();
    await old.stop();
    await inEmbedded('UPDATE sqlite_sequence SET seq = 4711');
    await inEmbedded('DELETE FROM revocations');
    expect((await copy()).code).toBe(0);
    for (const table of ['revocations', 'audit_events'])
      expect(await ask(url, `SELECT nextval(pg_get_serial_sequence('${table}', 'seq')) AS next`)).toEqual([
        { next: '4712' },
      ]);
  });

  it('waits for no server that still writes, unless it is told to', async () => {
    const old = await embedded();
    await old.person().registered();
    const refused = await copy();
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('The source is in use')]);
    expect((await copy('--force')).code).toBe(0);
    expect(await rowsOf('users')).toBe(1);
    await old.person().registered(); // and the server was not disturbed
    await old.stop();
  });

  it('keeps servers from a PostgreSQL that is read, until it has been', async () => {
    await (await World.open({ folder })).stop();
    const source = await openSource(
      loadConfiguration({ DATABASE_URL: url }, sections).of(databaseConfig),
      {},
    );
    let isOpen = false;
    const start = World.open({ folder }).finally(() => (isOpen = true));
    await pause(3000);
    expect(isOpen).toBe(false);
    await closeSource(source);
    await (await start).stop();
  });

  it('does not wait for itself where both are one PostgreSQL', async () => {
    await (await World.open({ folder })).stop();
    const twice = ['db', 'copy', '--from', url, '--to', `${url}?keepalives=1`];
    const { code, stderr } = await run('cli.js', twice, {});
    expect([code, stderr]).toEqual([1, expect.stringContaining('The target is the source itself')]);
  });

  it('copies into an empty database only', async () => {
    await (await embedded()).stop();
    const taken = await World.open({ folder });
    await taken.stop();
    const { code, stderr } = await copy();
    expect([code, stderr]).toEqual([1, expect.stringContaining('The target is not empty')]);
  });

  it.each([
    ['a NUL character in a text', 'char(65, 0, 66)', 'displayName holds a NUL character'],
    [
      'a text that is too long there',
      "printf('%.*c', 201, 'x')",
      'displayName is longer than 200 characters',
    ],
  ])('names the row that cannot move, and moves nothing: %s', async (_, value, reason) => {
    const old = await embedded();
    const ada = await old.person().signedIn();
    await old.stop();
    await inEmbedded(`UPDATE users SET "displayName" = ${value}`);
    const { code, stderr } = await copy();
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`users (id ${String(ada.claims.sub)}): ${reason}`),
    ]);
    expect(await rowsOf('permissions')).toBe(0);
  });

  // Nothing in PostgreSQL loses rows by itself; a trigger of somebody's own may.
  it('moves nothing where the counts do not agree', async () => {
    const old = await embedded();
    for (const name of ['ada', 'grace']) await old.person(name).registered();
    await old.stop();
    await (await migrated({ DATABASE_URL: url })).destroy();
    await ask(
      url,
      `CREATE FUNCTION drop_it() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
       CREATE TRIGGER lossy BEFORE INSERT ON passwords FOR EACH ROW EXECUTE FUNCTION drop_it()`,
    );
    const { code, stderr } = await copy();
    expect([code, stderr]).toEqual([1, expect.stringContaining('passwords has 0 rows of 2')]);
    expect(await rowsOf('users')).toBe(0);
  });

  it('refuses a database that another version made', async () => {
    await (await embedded()).stop();
    const source = new DataSource({ type: 'sqlite', database: file() });
    await source.initialize();
    await source.query("DELETE FROM migrations WHERE name LIKE 'ApiKeys%'");
    await source.destroy();
    const { code, stderr } = await copy();
    expect([code, stderr]).toEqual([1, expect.stringContaining('another version of Sallyport')]);
  });

  it('is not started with what names no database, and makes no file where there is none', async () => {
    expect((await copyTo('mysql://127.0.0.1/x')).code).toBe(2);
    const { code, stderr } = await copy();
    expect([code, stderr, existsSync(file())]).toEqual([
      1,
      expect.stringContaining('There is no file'),
      false,
    ]);
  });

  it('moves back, too', async () => {
    const old = await embedded();
    const ada = await old.person().signedIn();
    await old.provider(Accounts).create({ email: 'root@example.com', password: PASSWORD }, ['admin']);
    await old.stop();
    expect((await copy()).code).toBe(0);
    rmSync(join(folder, 'data'), { recursive: true });
    const back = ['db', 'copy', '--from', url, '--to', `sqlite:${file()}`];
    expect((await run('cli.js', back, {})).code).toBe(0);
    const again = await embedded();
    const answer = await again.get('/me', { headers: { authorization: `Bearer ${ada.accessToken}` } });
    expect(answer.status).toBe(200);
    await again.stop();
  });
});
