import { DataSource } from 'typeorm';
import { HashPool } from '../../src/credentials/passwords/hashing/hash-pool.js';
import { User } from '../../src/users/index.js';
import type { Answer } from '../support/client.js';
import { PASSWORD } from '../support/person.js';
import { World } from '../support/world.js';

const WRONG = 'wrong horse battery staple';
const LIMIT = 5;

describe('Guessing a password', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open({
      env: { LIMIT_ACCOUNT_ATTEMPTS: String(LIMIT), TRUSTED_PROXIES: 'loopback', HASH_QUEUE: '1000' },
    });
  });
  afterAll(() => world.close());

  /** A sign-in from an address, which a trusted proxy tells. */
  const tries = (body: object, address: string, path = '/login'): Promise<Answer> =>
    world.post(path, { password: WRONG, ...body }, { 'x-forwarded-for': address });

  const statuses = async (count: number, attempt: (nth: number) => Promise<Answer>): Promise<number[]> => {
    const found: number[] = [];
    for (let nth = 0; nth < count; nth += 1) found.push((await attempt(nth)).status);
    return found;
  };

  const all = (status: number, count: number): number[] => Array.from({ length: count }, () => status);

  it('has to wait after so many attempts, also with the right password', async () => {
    const { email } = await world.person().registered();
    expect(await statuses(LIMIT, () => tries({ email }, '192.0.2.1'))).toEqual(all(401, LIMIT));
    const answer = await tries({ email, password: PASSWORD }, '192.0.2.1');
    expect([answer.status, answer.body.code]).toEqual([429, 'auth.tooManyAttempts']);
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(answer.headers.get('ratelimit-policy')).toBe(`"account";q=${LIMIT};w=900`);
    expect(answer.headers.get('ratelimit')).toBe('"account";r=0;t=60');
    expect((await tries({ email, password: PASSWORD }, '192.0.2.2')).status).toBe(200);
  });

  it('begins anew after the right password', async () => {
    const { email } = await world.person().registered();
    for (let round = 0; round < 3; round += 1) {
      expect(await statuses(LIMIT - 1, () => tries({ email }, '192.0.2.3'))).toEqual(all(401, LIMIT - 1));
      expect((await tries({ email, password: PASSWORD }, '192.0.2.3')).status).toBe(200);
    }
  });

  it('gets exactly so many attempts when two hundred come at once', async () => {
    const { email } = await world.person().registered();
    const hashing = jest.spyOn(world.provider(HashPool), 'verify');
    const answers = await Promise.all(Array.from({ length: 200 }, () => tries({ email }, '192.0.2.4')));
    const found = answers.map(({ status }) => status).sort();
    expect(found).toEqual([...all(401, LIMIT), ...all(429, 200 - LIMIT)]);
    expect(hashing).toHaveBeenCalledTimes(LIMIT);
    hashing.mockRestore();
  });

  it('gains nothing by another spelling of the name, the address or the path', async () => {
    const { email } = await world.person('marie.curie').registered({ username: 'curie' });
    const spellings: [object, string, string?][] = [
      [{ email }, '2001:db8:7:7::1'],
      [{ email: email.toUpperCase() }, '2001:db8:7:7::2'],
      [{ username: email }, '2001:db8:7:7:ffff:1:2:3'],
      [{ email: 'Marie.Curie@EXAMPLE.com' }, '2001:DB8:7:7::3'],
      [{ username: 'MARIE.CURIE@example.com' }, '[2001:db8:7:7::4]:443', '/login?x=1'],
    ];
    expect(await statuses(spellings.length, (nth) => tries(...spellings[nth]!))).toEqual(all(401, LIMIT));
    for (const path of [
      '/login',
      '/login?',
      '/login/',
      '//login',
      '/LOGIN',
      '/%6Cogin',
      '/login?useCookies=true',
    ])
      expect([
        path,
        (await tries({ email, password: PASSWORD }, '2001:db8:7:7::9', path)).status,
      ]).not.toEqual([path, 200]);
    const form = new URLSearchParams({ grant_type: 'password', username: email, password: PASSWORD });
    const headers = { 'x-forwarded-for': '2001:db8:7:7::9' };
    const token = await world.post('/token', form, headers);
    expect([token.status, token.body.error]).toEqual([429, 'temporarily_unavailable']);
    expect(token.headers.get('retry-after')).toBe('60');
    expect((await tries({ email, password: PASSWORD }, '2001:db8:7:8::1')).status).toBe(200);
  });

  it('gains nothing by taking turns with username and e-mail address, and does not learn that they are one', async () => {
    await world.person('lise').registered({ username: 'lise' });
    const turns = async (names: object[], address: string) =>
      statuses(2 * LIMIT + 2, (nth) =>
        tries({ ...names[nth % 2], password: nth < LIMIT ? WRONG : PASSWORD }, address),
      );
    const known = await turns([{ email: 'lise@example.com' }, { username: 'lise' }], '192.0.2.5');
    const unknown = await turns([{ email: 'emil@example.com' }, { username: 'emil' }], '192.0.2.5');
    expect(known).toEqual([...all(401, 2 * LIMIT), 429, 429]);
    expect(unknown).toEqual(known);
  });

  it('is counted by the connection’s address where the proxy is not trusted', async () => {
    const direct = await World.open({ env: { LIMIT_ACCOUNT_ATTEMPTS: String(LIMIT) } });
    const { email } = await direct.person().registered();
    const attempt = (nth: number) =>
      direct.post('/login', { email, password: WRONG }, { 'x-forwarded-for': `192.0.2.${nth}` });
    expect(await statuses(LIMIT + 1, attempt)).toEqual([...all(401, LIMIT), 429]);
    await direct.close();
  });

  it('gets the same bytes for unknown, wrong, disabled and, past the limit, for all of them', async () => {
    await world.person('hedy').registered({ username: 'hedy' });
    await world.person('gone').registered();
    const users = world.provider(DataSource).getRepository(User);
    await users.update({ email: 'gone@example.com' }, { disabledAt: new Date() });
    const cases: [object, string][] = [
      [{ email: 'nobody@example.com' }, '198.51.100.1'],
      [{ email: 'no address' }, '198.51.100.2'],
      [{ username: 'nobody' }, '198.51.100.3'],
      [{ email: 'hedy@example.com' }, '198.51.100.4'],
      [{ username: 'hedy' }, '198.51.100.5'],
      [{ email: 'gone@example.com' }, '198.51.100.6'],
      [{ email: 'gone@example.com', password: PASSWORD }, '198.51.100.7'],
    ];
    for (let attempt = 1; attempt <= LIMIT + 2; attempt += 1) {
      const answers = await Promise.all(cases.map(([body, address]) => tries(body, address)));
      const told = answers.map(({ status, headers, body: { traceId, ...rest } }) => {
        const named = [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
        return JSON.stringify([status, named, rest, typeof traceId]);
      });
      expect(new Set(told).size).toBe(1);
      expect(answers[0]?.status).toBe(attempt > LIMIT ? 429 : 401);
    }
  });

  it('of the own account, by who is signed in, is limited too', async () => {
    const ada = await world.person().signedIn();
    const change = (currentPassword: string) =>
      ada.sends('POST', '/me/password', { body: { currentPassword, newPassword: 'nine lives and a tail' } });
    expect(await statuses(LIMIT, () => change(WRONG))).toEqual(all(403, LIMIT));
    expect((await change(PASSWORD)).body.code).toBe('auth.tooManyAttempts');
    expect((await ada.gets('/me')).status).toBe(200);
  });

  it('that is turned away because the server is busy does not count', async () => {
    const { email } = await world.person().registered();
    const pool = jest.spyOn(world.provider(HashPool), 'verify').mockRejectedValue(new Error('busy'));
    expect(await statuses(LIMIT * 2, () => tries({ email }, '192.0.2.8'))).not.toContain(429);
    pool.mockRestore();
    expect((await tries({ email, password: PASSWORD }, '192.0.2.8')).status).toBe(200);
  });
});
