import { Logger } from '@nestjs/common';
import { SharedRedis } from '../../src/platform/redis/index.js';
import { RedisLink } from '../../src/platform/redis/redis-link.js';
import { HealthChecks } from '../../src/platform/health/index.js';
import { MasterKey } from '../../src/platform/crypto/index.js';
import { type Bell, PostgresBell, RedisBell, Signals } from '../../src/platform/signals/index.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { ask } from '../support/store.js';

const POSTGRES = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

interface Carrier {
  bell(): Bell;
  /** Ends every connection of every bell. */
  cut(): Promise<unknown>;
  close(): Promise<unknown>;
}

let names = 0;

const postgres = async (): Promise<Carrier> => ({
  bell: () => new PostgresBell(POSTGRES, `sallyport-test-${++names}`),
  cut: () =>
    ask(
      POSTGRES,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sallyport-bell' AND datname = current_database()",
    ),
  close: async () => undefined,
});

const redis = async (): Promise<Carrier> => {
  const server = await RedisServer.start();
  const opened: SharedRedis[] = [];
  const key = new MasterKey(Buffer.alloc(32));
  return {
    bell() {
      const shared = new SharedRedis(key, (purpose) => new RedisLink(server.url, purpose));
      opened.push(shared);
      const [commands, subscriber] = [shared.commands, shared.open('signals')] as [RedisLink, RedisLink];
      return new RedisBell(commands, subscriber, shared.nameOf('signals'));
    },
    cut: () => server.asking((client) => client.call('CLIENT', 'KILL', 'SKIPME', 'yes')),
    async close() {
      await Promise.all(opened.map((shared) => shared.onApplicationShutdown()));
      await server.stop();
    },
  };
};

describe.each([
  ['PostgreSQL', postgres],
  ['Redis', redis],
])('A bell that %s carries', (_, open) => {
  let carrier: Carrier;
  let here: Signals;
  let there: Signals;
  const heard = { keys: jest.fn(), revocations: jest.fn() };
  const ownRings = jest.fn();

  beforeAll(async () => {
    Logger.overrideLogger(false);
    carrier = await open();
    [here, there] = [
      new Signals(carrier.bell(), new HealthChecks()),
      new Signals(carrier.bell(), new HealthChecks()),
    ];
    here.onRing('keys', ownRings);
    there.onRing('keys', heard.keys);
    there.onRing('revocations', heard.revocations);
    for (const node of [here, there]) await node.onModuleInit();
    await bothAreUp();
  });
  beforeEach(() => jest.clearAllMocks());
  afterAll(async () => {
    for (const node of [here, there]) await node.onApplicationShutdown();
    await carrier.close();
  });

  const bothAreUp = () => eventually(() => expect([here.bell.isUp, there.bell.isUp]).toEqual([true, true]));

  it('is heard by the others, by topic, and not by who rang', async () => {
    here.ring('keys');
    await eventually(() => expect(heard.keys).toHaveBeenCalledTimes(1));
    expect(heard.revocations).not.toHaveBeenCalled();
    expect(ownRings).not.toHaveBeenCalled();
  });

  it('gathers what is rung at the same time', async () => {
    for (let times = 0; times < 500; times += 1) here.ring('revocations');
    here.ring('keys');
    await eventually(() => expect(heard.keys).toHaveBeenCalled());
    expect(heard.revocations.mock.calls.length).toBeLessThan(5);
  });

  it('that lost its connections mends them, and has everybody look for what was missed', async () => {
    await carrier.cut();
    await eventually(() => expect([here.bell.isUp, there.bell.isUp]).not.toEqual([true, true]));
    await eventually(() => {
      expect(heard.keys).toHaveBeenCalled();
      expect(heard.revocations).toHaveBeenCalled();
    });
    await bothAreUp();
    jest.clearAllMocks();
    here.ring('keys');
    await eventually(() => expect(heard.keys).toHaveBeenCalledTimes(1));
  });

  it('is rung later where it could not be rung at once', async () => {
    const late = new Signals(carrier.bell(), new HealthChecks());
    late.ring('keys'); // before it has a connection
    await late.onModuleInit();
    await eventually(() => expect(heard.keys).toHaveBeenCalled());
    await late.beforeApplicationShutdown();
    await late.onApplicationShutdown();
  });
});
