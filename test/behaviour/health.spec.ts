import { DataSource } from 'typeorm';
import { HealthChecks } from '../../src/platform/health/index.js';
import { FailingDisk } from '../support/failing-disk.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { Server } from '../support/server.js';
import { onPostgres } from '../support/store.js';
import { World } from '../support/world.js';

const WELL = {
  running: 'ok',
  database: 'ok',
  keys: 'ok',
  revocations: 'ok',
  ...(onPostgres && { signals: 'ok' }),
};
const onSqlite = onPostgres ? describe.skip : describe;

describe('The health of a server', () => {
  let world: World;
  let clock: FrozenClock;

  beforeEach(async () => {
    clock = new FrozenClock();
    world = await World.open({ clock, env: { REVOCATION_POLL: '60s', REVOCATION_MAX_STALENESS: '120s' } });
  });
  afterEach(() => world.close());

  const ready = async () => {
    const { status, body } = await world.get('/health/ready');
    return [status, body];
  };
  const live = async () => (await world.get('/health/live')).status;

  it('is told to everybody, as it is now', async () => {
    const answers = [await world.get('/health/live'), await world.get('/health/ready')];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [200, { status: 'live' }],
      [200, { status: 'ready', checks: WELL }],
    ]);
    expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(['no-store', 'no-store']);
  });

  onSqlite('whose database', () => {
    it('fails, is not ready but lives, tells nobody why, and comes back by itself', async () => {
      const disk = FailingDisk.of(world);
      disk.fails({ at: /^SELECT 1$/, times: Infinity });
      expect(await ready()).toEqual([503, { status: 'notReady', checks: { ...WELL, database: 'failing' } }]);
      expect(await live()).toBe(200);
      disk.recovers();
      expect(await ready()).toEqual([200, { status: 'ready', checks: WELL }]);
    });

    it('cannot tell it what was revoked is not ready once that is too long', async () => {
      const disk = FailingDisk.of(world);
      disk.fails({ at: /"seq" > /, times: Infinity });
      expect((await ready())[0]).toBe(200);
      clock.advance(121);
      expect(await ready()).toEqual([
        503,
        { status: 'notReady', checks: { ...WELL, revocations: 'failing' } },
      ]);
      disk.recovers();
      expect((await ready())[0]).toBe(200);
    });

    it('is asked once at a time, however many ask', async () => {
      const asked = jest.spyOn(world.provider(DataSource), 'query');
      const checks = world.provider(HealthChecks);
      await Promise.all(Array.from({ length: 50 }, () => checks.states()));
      expect(asked.mock.calls).toEqual([['SELECT 1']]);
    });
  });
});

describe('A server that is asked to stop', () => {
  it('lives and answers, but is not ready, for the delay; then it ends', async () => {
    const server = await Server.start({ env: { SHUTDOWN_DELAY: '2s' } });
    const ready = async () => (await server.get('/health/ready')).body;
    expect(await ready()).toEqual({ status: 'ready', checks: WELL });
    server.signal('SIGTERM');
    while ((await ready()).status === 'ready') await new Promise((soon) => setTimeout(soon, 10));
    expect(await ready()).toEqual({ status: 'notReady', checks: { ...WELL, running: 'failing' } });
    expect((await server.get('/health/live')).status).toBe(200);
    expect((await server.post('/register', { email: 'ada@example.com', password: 'x' })).status).toBe(400);
    expect((await server.finished).code).toBe(0);
    await server.close();
  });
});
