import { DataSource } from 'typeorm';
import { DeferredWork } from '../../src/platform/deferred/index.js';
import { Revocation, Revocations, Session } from '../../src/sessions/index.js';
import { Sweeper } from '../../src/tokens/index.js';
import { FrozenClock } from '../support/frozen-clock.js';
import type { Person } from '../support/person.js';
import { onPostgres } from '../support/store.js';
import { World } from '../support/world.js';

const DAY = 86_400;
const TABLES = ['sessions', 'refresh_tokens', 'opaque_tokens', 'one_time_tokens', 'revocations', 'api_keys'];

describe('What is over', () => {
  const clock = new FrozenClock();
  let world: World;

  beforeAll(async () => {
    const lifetimes = { SESSION_IDLE: '2d', SESSION_ABSOLUTE: '4d', SESSION_HISTORY: '2d' };
    world = await World.open({ clock, env: { ...lifetimes, DATABASE_SYNCHRONOUS: 'NORMAL' } });
  });
  afterAll(() => world.close());

  const sweep = () => world.provider(Sweeper).sweep();
  const database = () => world.provider(DataSource);
  const count = async (table: string) =>
    Number((await database().query(`SELECT COUNT(*) AS rows FROM ${table}`))[0].rows);
  const counts = () => Promise.all(TABLES.map(count));
  const statusOf = async (person: Person) => (await person.gets('/me')).status;

  it('does not pile up: after days of traffic there is as much as after a few', async () => {
    const [ada, grace] = [await world.person().registered(), await world.person().registered()];
    const seen: number[][] = [];
    for (let day = 0; day < 24; day += 1) {
      for (const person of [ada, grace]) {
        await person.signsIn({ token_format: person === ada ? 'opaque' : 'jwt' });
        for (let hour = 0; hour < 3; hour += 1) {
          clock.advance(3600);
          expect((await person.refreshes()).status).toBe(200);
        }
        await person.sends('POST', '/api-keys', { body: { name: 'x', expiresIn: DAY } });
        if (day % 2 === 0) expect((await person.signsOut()).status).toBe(204);
        await world.post('/recover', { email: person.email });
        await world.provider(DeferredWork).catchUp();
      }
      clock.advance(DAY - 6 * 3600);
      await sweep();
      seen.push(await counts());
    }
    expect(seen[23]).toEqual(seen[11]);
    expect(seen[22]).toEqual(seen[10]);
    expect(seen[22]!.every((rows) => rows > 0)).toBe(true);
    clock.advance(8 * DAY);
    await sweep();
    expect(await counts()).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it.each(['jwt', 'opaque'] as const)('costs no session that lives (%s)', async (token_format) => {
    const ada = await world.person().signedIn({ token_format });
    for (let day = 0; day < 3; day += 1) {
      clock.advance(DAY);
      await sweep();
      expect([(await ada.refreshes()).status, await statusOf(ada)]).toEqual([200, 200]);
    }
    await sweep();
    expect([await statusOf(ada), (await ada.refreshes()).status]).toEqual([200, 200]);
  });

  it('leaves what tells of a thief: a used refresh token ends its session, however long ago it was used', async () => {
    const ada = await world.person().signedIn();
    const first = ada.refreshToken;
    for (let day = 0; day < 3; day += 1) {
      expect((await ada.refreshes()).status).toBe(200);
      clock.advance(DAY);
      await sweep();
    }
    expect((await world.post('/refresh', { refresh_token: first })).status).toBe(400);
    expect((await ada.refreshes()).status).toBe(400);
  });

  it('leaves an opaque token that has expired long enough to sign out with', async () => {
    const ada = await world.person().signedIn({ token_format: 'opaque' });
    clock.advance(DAY - 1);
    await sweep();
    expect((await ada.signsOut()).status).toBe(204);
    expect((await ada.refreshes()).status).toBe(400);
  });

  it('is kept as history for a while, and what has ended stays dead then and afterwards', async () => {
    const ada = await world.person().signedIn();
    await ada.signsOut();
    const isKept = () =>
      database()
        .getRepository(Session)
        .existsBy({ id: String(ada.claims.sid) });
    clock.advance(2 * DAY - 1);
    await sweep();
    expect(await isKept()).toBe(true);
    clock.advance(1);
    await sweep();
    expect(await isKept()).toBe(false);
    expect([await statusOf(ada), (await ada.refreshes()).status]).toEqual([401, 400]);
  });

  it('goes in batches, and the feed goes on above what was removed', async () => {
    const now = clock.now();
    const row = { kind: 'session' as const, subject: 'nobody', epoch: 0, createdAt: now, expiresAt: now };
    for (let times = 0; times < 6; times += 1)
      await database()
        .getRepository(Revocation)
        .insert(Array.from({ length: 201 }, () => ({ ...row })));
    clock.advance(DAY);
    await world.provider(Revocations).catchUp();
    expect(await sweep()).toBeGreaterThan(1200);
    expect(await count('revocations')).toBe(0);
    const ada = await world.person().signedIn();
    const other = await World.open({ clock, folder: world.folder });
    await ada.signsOut();
    await other.provider(Revocations).catchUp();
    const headers = { authorization: `Bearer ${ada.accessToken}` };
    expect((await other.get('/me', { headers })).body.code).toBe('token.revoked');
    await other.stop();
  });

  const inSqlite = onPostgres ? () => undefined : it; // which tells how it will look before it has rows

  inSqlite('is found by an index: no statement looks through a table', async () => {
    const statements: string[] = [];
    const connection = (database().driver as unknown as { databaseConnection: Connection })
      .databaseConnection;
    for (const method of ['run', 'all'] as const) {
      const genuine = connection[method].bind(connection);
      jest.spyOn(connection, method).mockImplementation((sql, ...rest) => {
        if (sql.startsWith('DELETE')) statements.push(sql);
        return genuine(sql, ...rest);
      });
    }
    await sweep();
    jest.restoreAllMocks();
    expect(statements).toHaveLength(8);
    for (const sql of statements) {
      const plan: { detail: string }[] = await database().query(`EXPLAIN QUERY PLAN ${sql}`);
      expect(plan.filter(({ detail }) => detail.startsWith('SCAN'))).toEqual([]);
    }
  });
});

type Connection = Record<'run' | 'all', (sql: string, ...rest: unknown[]) => unknown>;
