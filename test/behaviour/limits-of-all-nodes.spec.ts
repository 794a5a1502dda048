import { setTimeout as pause } from 'node:timers/promises';
import { hasRedis, RedisServer } from '../support/redis-server.js';
import { eventually } from '../support/eventually.js';
import { World } from '../support/world.js';

const PROXY = { TRUSTED_PROXIES: 'loopback' };
const LIMITS = {
  LIMIT_ACCOUNT_ATTEMPTS: '10',
  LIMIT_ADDRESS_ATTEMPTS: '100',
  LIMIT_PUBLIC_REQUESTS: '1000',
  LIMIT_CALLER_REQUESTS: '60',
};

(hasRedis ? describe : describe.skip)('Three nodes with one Redis', () => {
  let redis: RedisServer;
  let nodes: World[];

  beforeAll(async () => {
    redis = await RedisServer.start();
    const env = { ...PROXY, ...LIMITS, HASH_QUEUE: '1000', REDIS_URL: redis.url };
    const first = await World.open({ env });
    nodes = [first];
    for (let count = 0; count < 2; count += 1) nodes.push(await World.open({ folder: first.folder, env }));
  });
  afterAll(async () => {
    for (const node of nodes.slice(1)) await node.stop();
    await nodes[0]?.close();
    await redis.stop();
  });

  const node = (number: number) => nodes[number % nodes.length] as World;
  const guess = (number: number, email: string, address: string) =>
    node(number).post('/login', { email, password: 'wrong' }, { 'x-forwarded-for': address });
  const guesses = (count: number, email: string, address: string) =>
    Promise.all(Array.from({ length: count }, (_, number) => guess(number, email, address)));
  const compared = (answers: { status: number }[]) => answers.filter(({ status }) => status === 401).length;

  it('compare ten passwords of two hundred that are tried on all of them at once', async () => {
    const ada = await node(0).person().registered();
    const answers = await guesses(200, ada.email, '192.0.2.1');
    expect(compared(answers)).toBe(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(190);
  });

  it('count the requests of an address together: who has told of its own knows of all', async () => {
    const left = async (number: number) => {
      const { headers } = await node(number).post('/refresh', {}, { 'x-forwarded-for': '192.0.2.2' });
      return Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
    };
    let asked = 0;
    for (; asked < 30; asked += 1) await left(asked);
    await eventually(async () => {
      await left(asked);
      await pause(250);
      const found = await left(asked);
      asked += 2;
      expect(found).toBe(1000 - asked);
    });
  });

  it('refuse a user on every node who used the limit up on all together', async () => {
    const ada = await node(0).person().signedIn();
    const headers = { authorization: `Bearer ${ada.accessToken}` };
    const me = async (number: number) => (await node(number).get('/me', { headers })).status;
    const answers: number[] = [];
    for (let number = 0; number < 90; number += 1) answers.push(await me(number));
    expect(answers.filter((status) => status === 200).length).toBeGreaterThanOrEqual(59); // and one for the sign-in
    for (let number = 0; number < 3; number += 1)
      await eventually(async () => expect(await me(number)).toBe(429));
  });

  it('tell Redis of many requests at once', async () => {
    const evals = async () =>
      Number(
        /cmdstat_eval:calls=(\d+)/.exec(await redis.asking((client) => client.info('commandstats')))?.[1],
      );
    const headers = { 'x-forwarded-for': '192.0.2.4' };
    await node(0).post('/refresh', {}, headers);
    await eventually(async () => expect(await evals()).toBeGreaterThan(0));
    const before = await evals();
    await Promise.all(Array.from({ length: 300 }, () => node(0).post('/refresh', {}, headers)));
    await pause(250);
    expect((await evals()) - before).toBeGreaterThan(0);
    expect((await evals()) - before).toBeLessThan(100);
  });

  it('begin anew together after a right password', async () => {
    const ada = await node(0).person().registered();
    for (let number = 0; number < 9; number += 1) await guess(number, ada.email, '192.0.2.3');
    const headers = { 'x-forwarded-for': '192.0.2.3' };
    const right = await node(2).post('/login', { email: ada.email, password: ada.password }, headers);
    expect(right.status).toBe(200);
    expect(compared(await guesses(9, ada.email, '192.0.2.3'))).toBe(9);
  });

  it('leave no address of a person or a network in Redis', async () => {
    const ada = await node(0).person().signedIn();
    await guess(1, ada.email, '192.0.2.77');
    const content = await redis.asking(async (client) => (await client.keys('*')).join('\n'));
    expect(content).toMatch(/^sallyport:/);
    for (const clear of ['192.0.2', '127.0.0', '@', ada.email, ada.claims.sub as string])
      expect(content).not.toContain(clear);
  });

  // A Redis that is frozen takes what is sent to it and never answers: worse than one that is away.
  it.each(['frozen', 'away'] as const)(
    'count each for itself while Redis is %s, and together after',
    async (how) => {
      const address = how === 'away' ? '192.0.2.20' : '192.0.2.21';
      const ada = await node(0).person().registered();
      if (how === 'away') await redis.stop();
      else redis.freeze();
      const answers = await guesses(90, ada.email, address);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]));
      expect(compared(answers)).toBeGreaterThanOrEqual(10);
      expect(compared(answers)).toBeLessThanOrEqual(30);
      const began = performance.now();
      for (let number = 0; number < 30; number += 1) await node(number).post('/refresh', {});
      expect(performance.now() - began).toBeLessThan(15_000); // none waits for it any more
      if (how === 'away') await redis.resume();
      else redis.thaw();
      const grace = `grace-${how}@example.com`;
      await eventually(async () => {
        const before = await redis.asking((client) => client.dbsize());
        await guess(0, grace, `${address}0`);
        expect(await redis.asking((client) => client.dbsize())).toBeGreaterThan(before);
      });
      await eventually(async () => {
        const someone = `${how}-${performance.now()}@example.com`;
        expect(compared(await guesses(60, someone, `${address}1`))).toBe(10);
      });
    },
  );
});
