import { readdirSync, readFileSync } from 'node:fs';
import { hashSync } from '@node-rs/argon2';
import { hashSync as bcryptHash } from '@node-rs/bcrypt';
import { Problem } from '../../../platform/errors/index.js';
import { Metrics } from '../../../platform/metrics/index.js';
import { HashPool } from './hash-pool.js';

const PASSWORD = 'correct horse battery staple';

const poolWith = (settings: { ARGON2_MEMORY?: number; HASH_WORKERS?: number; HASH_QUEUE?: number } = {}) =>
  new HashPool(
    {
      PASSWORD_MIN_LENGTH: 15,
      LIMIT_PASSWORD_FAILURES: 0,
      ARGON2_MEMORY: 19_456,
      ARGON2_PASSES: 2,
      HASH_WORKERS: 1,
      HASH_QUEUE: 64,
      ...settings,
    },
    new Metrics(),
  );

/** Of a thread of this process: the 19th field of its `stat` (proc_pid_stat(5)), the 17th after its name. */
const niceness = (thread: number): number =>
  Number(readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(') ')[1]?.split(' ')[16]);

describe('The hash pool', () => {
  let pool: HashPool;

  afterEach(() => pool.onApplicationShutdown());

  it('makes Argon2id hashes with the configured work, each with a salt of its own', async () => {
    pool = poolWith({ ARGON2_MEMORY: 20_480 });
    const [one, other] = await Promise.all([pool.hash(PASSWORD), pool.hash(PASSWORD)]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=20480,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(other).not.toBe(one);
  });

  // Elsewhere threads have no priority of their own.
  (process.platform === 'linux' ? it : it.skip)('has its threads yield to the event loop', async () => {
    pool = poolWith();
    await pool.hash(PASSWORD);
    const threads = readdirSync('/proc/self/task').map(Number);
    const own = niceness(process.pid);
    expect(threads.map(niceness).filter((nice) => nice === Math.min(own + 10, 19))).toHaveLength(1);
  });

  it('believes the password that was hashed, and none beside it', async () => {
    pool = poolWith();
    const hash = await pool.hash(PASSWORD);
    const others = [`${PASSWORD} `, PASSWORD.toUpperCase(), PASSWORD.slice(0, -1), ''];
    expect(await pool.verify(hash, [PASSWORD])).toEqual({ matches: true });
    expect(await Promise.all(others.map((other) => pool.verify(hash, [other])))).toEqual(
      others.map(() => ({ matches: false })),
    );
  });

  it('tells passwords apart that differ only after byte 72', async () => {
    pool = poolWith();
    const long = 'x'.repeat(255);
    const hash = await pool.hash(`${long}a`);
    expect(await pool.verify(hash, [`${long}b`])).toEqual({ matches: false });
    expect(await pool.verify(hash, [`${long}a`])).toEqual({ matches: true });
  });

  describe.each([
    ['bcrypt', bcryptHash(PASSWORD, 4)],
    ['a weaker Argon2id', hashSync(PASSWORD, { memoryCost: 1024, timeCost: 1, parallelism: 1 })],
    ['no format there is', 'nonsense'],
  ])('compared with a hash of %s', (name, hash) => {
    it.each([PASSWORD, 'another password'])('also makes one by today’s parameters: for %s', async (typed) => {
      pool = poolWith();
      const { matches, renewed } = await pool.verify(hash, [typed]);
      expect(matches).toBe(typed === PASSWORD && name !== 'no format there is');
      expect(await pool.verify(renewed!, [typed])).toEqual({ matches: true });
    });
  });

  it('believes either spelling of a password, and renews the hash of any but the first', async () => {
    pool = poolWith();
    const [composed, decomposed] = ['caf\u00e9', 'cafe\u0301'];
    const hash = await pool.hash(decomposed);
    const { matches, renewed } = await pool.verify(hash, [composed, decomposed]);
    expect(matches).toBe(true);
    expect(await pool.verify(renewed!, [composed])).toEqual({ matches: true });
    expect(await pool.verify(hash, ['cafe', 'CAFE'])).toEqual({ matches: false });
  });

  it('lets the event loop turn while it hashes', async () => {
    pool = poolWith({ ARGON2_MEMORY: 262_144 });
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await pool.hash(PASSWORD);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10); // on the event loop it would be none
  });

  it('lets as many callers wait as its queue holds, and tells all others to come back in a second', async () => {
    pool = poolWith({ HASH_QUEUE: 2 });
    await pool.hash(PASSWORD); // the thread is up
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => pool.hash(PASSWORD)));
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as Problem] : [],
    );
    expect(refused).toHaveLength(7); // one was at work, two waited
    for (const problem of refused) {
      expect(problem).toBeInstanceOf(Problem);
      expect(problem.entry.code).toBe('server.overloaded');
      expect(problem.entry.status).toBe(503);
      expect(problem.context.headers).toEqual({ 'retry-after': '1' });
    }
  });

  it('refuses to verify, too, while its queue is full', async () => {
    pool = poolWith({ HASH_QUEUE: 1 });
    const hash = await pool.hash(PASSWORD);
    const accepted = [pool.hash(PASSWORD), pool.hash(PASSWORD)];
    await expect(pool.verify(hash, [PASSWORD])).rejects.toMatchObject({
      entry: { code: 'server.overloaded' },
    });
    await Promise.all(accepted);
  });

  it('admits as many as will find a thread or a place in the queue, and tells all others before they do anything', async () => {
    pool = poolWith({ HASH_WORKERS: 2, HASH_QUEUE: 3 });
    let begun = 0;
    let leave: () => void = () => undefined;
    const left = new Promise<void>((resolve) => (leave = resolve));
    const stay = () => pool.admit(() => (begun++, left));
    const inside = Array.from({ length: 5 }, stay);
    await expect(stay()).rejects.toMatchObject({ entry: { code: 'server.overloaded' } });
    expect(begun).toBe(5);
    leave();
    await Promise.all(inside);
    await expect(stay()).resolves.toBeUndefined();
  });

  it('gives the place back of someone whose work failed', async () => {
    pool = poolWith({ HASH_QUEUE: 1 });
    const fails = () => pool.admit(() => Promise.reject(new Error('no database')));
    for (let attempt = 0; attempt < 5; attempt += 1) await expect(fails()).rejects.toThrow('no database');
  });

  it('takes callers again when the rush is over', async () => {
    pool = poolWith({ HASH_QUEUE: 1 });
    await Promise.allSettled(Array.from({ length: 10 }, () => pool.hash(PASSWORD)));
    await expect(pool.hash(PASSWORD)).resolves.toMatch(/^\$argon2id\$/);
  });

  it('finishes what it has accepted before it shuts down', async () => {
    pool = poolWith();
    const accepted = [pool.hash(PASSWORD), pool.hash(PASSWORD), pool.hash(PASSWORD)];
    await pool.onApplicationShutdown();
    expect(await Promise.all(accepted)).toHaveLength(3);
  });
});
