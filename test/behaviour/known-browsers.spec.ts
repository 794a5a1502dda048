import { DataSource } from 'typeorm';
import { HashPool } from '../../src/credentials/passwords/hashing/hash-pool.js';
import { Password, PasswordFailures } from '../../src/credentials/passwords/index.js';
import { AuditEvent } from '../../src/platform/audit/index.js';
import { BrowserPage } from '../support/browser-session.js';
import type { Answer } from '../support/client.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { Inbox } from '../support/inbox.js';
import { nextToken } from '../support/mailbox.js';
import { PASSWORD, type Person } from '../support/person.js';
import { World } from '../support/world.js';

const WRONG = 'wrong horse battery staple';
const LIMIT = 3;
const FAILURES = 8;
const DEVICE = '__Host-sallyport_device';
const ORIGIN = 'https://auth.example.com';

describe('A browser that signed in before', () => {
  let world: World;
  let ada: Person;
  let page: BrowserPage;

  beforeAll(async () => {
    world = await World.open({
      env: {
        PUBLIC_URL: ORIGIN,
        TRUSTED_PROXIES: 'loopback',
        LIMIT_ACCOUNT_ATTEMPTS: String(LIMIT),
        LIMIT_ADDRESS_ATTEMPTS: '20',
        LIMIT_PASSWORD_FAILURES: String(FAILURES),
      },
    });
  });
  beforeEach(async () => {
    ada = await world.person().registered();
    page = new BrowserPage(world, ORIGIN);
    await page.signsIn(ada.email);
  });
  afterAll(() => world.close());

  const tries = (address: string, password = WRONG, cookie?: string, email = ada.email): Promise<Answer> =>
    world.post(
      '/login',
      { email, password },
      { 'x-forwarded-for': address, ...(cookie !== undefined && { cookie: `${DEVICE}=${cookie}` }) },
    );

  const many = async (count: number, attempt: (nth: number) => Promise<Answer>): Promise<number[]> => {
    const found: number[] = [];
    for (let nth = 0; nth < count; nth += 1) found.push((await attempt(nth)).status);
    return found;
  };

  const device = (): string => page.cookie(DEVICE) ?? '';
  const stored = async () => {
    await world.provider(PasswordFailures).save();
    const { userId } = await userOf(ada);
    return world.provider(DataSource).getRepository(Password).findOneByOrFail({ userId });
  };
  const userOf = async (person: Person) => {
    const [row] = await world
      .provider(DataSource)
      .query('SELECT "id" AS "userId" FROM "users" WHERE "email" = $1', [person.email]);
    return row as { userId: string };
  };

  it('is known by a cookie that scripts, other hosts and other sites cannot get at, and that outlives sign-out', async () => {
    const { setCookies } = await page.signsIn(ada.email);
    expect(setCookies[DEVICE]).toMatch(
      /^__Host-sallyport_device=[\w-]{43}\.[0-9a-z]+\.[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    await page.sends('POST', '/logout');
    expect(device()).not.toBe('');
    expect((await world.get('/me', { headers: { cookie: `${DEVICE}=${device()}` } })).status).toBe(401);
  });

  it('is not shut out by a stranger, from its own address or from many', async () => {
    expect(await many(LIMIT + 1, () => tries('192.0.2.1'))).toContain(429);
    expect((await tries('192.0.2.1', PASSWORD)).status).toBe(429);
    expect((await tries('192.0.2.1', PASSWORD, device())).status).toBe(200);
    await many(25, (nth) => tries('192.0.2.1', WRONG, undefined, `someone${nth}@example.com`));
    expect((await tries('192.0.2.1', WRONG, undefined, 'another@example.com')).status).toBe(429);
    expect((await tries('192.0.2.1', PASSWORD, device())).status).toBe(200);
  });

  it('has a limit of its own, which the address it comes from does not change', async () => {
    expect(await many(LIMIT, (nth) => tries(`192.0.2.${nth + 10}`, WRONG, device()))).toEqual([
      401, 401, 401,
    ]);
    expect((await tries('192.0.2.20', PASSWORD, device())).status).toBe(429);
    expect((await tries('192.0.2.20', PASSWORD)).status).toBe(200);
  });

  it('is a stranger with a cookie that was forged, cut, or given for another account', async () => {
    const other = new BrowserPage(world, ORIGIN);
    await other.signsIn((await world.person().registered()).email);
    const [nonce, since, signature] = device().split('.') as [string, string, string];
    const worthless = [
      other.cookie(DEVICE)!,
      nonce,
      `${nonce}.`,
      `${nonce}.${since}.`,
      `${nonce}.${signature}`,
      `${nonce}.${since}.${signature}x`,
      `${nonce}.${since}0.${signature}`,
      `x.${since}.${signature}`,
      '.',
      '',
    ];
    expect(await many(LIMIT, () => tries('192.0.2.30'))).toEqual([401, 401, 401]);
    for (const cookie of worthless)
      expect([cookie, (await tries('192.0.2.30', PASSWORD, cookie)).status]).toEqual([cookie, 429]);
    expect((await tries('192.0.2.30', PASSWORD, device())).status).toBe(200);
  });

  it('still signs in after strangers failed so often that the password is disabled for everybody else', async () => {
    const session = await page.sends('GET', '/me');
    const failed = await many(FAILURES, (nth) => tries(`192.0.2.${nth + 40}`));
    expect(new Set(failed)).toEqual(new Set([401]));
    expect(await stored()).toMatchObject({ failures: FAILURES, disabledAt: expect.any(Date) });
    const refused = await tries('192.0.2.90', PASSWORD);
    expect([refused.status, refused.body.code]).toEqual([401, 'auth.invalidCredentials']);
    expect((await page.sends('GET', '/me')).body).toEqual(session.body);
    expect((await tries('192.0.2.91', PASSWORD, device())).status).toBe(200);
    expect((await tries('192.0.2.92', PASSWORD)).status).toBe(401);
    const { userId } = await userOf(ada);
    const records = await world.provider(DataSource).getRepository(AuditEvent).findBy({ userId });
    expect(records.filter(({ type }) => type === 'password.disabled')).toHaveLength(1);
    await world.provider(PasswordFailures).enable(userId);
    expect((await tries('192.0.2.93', PASSWORD)).status).toBe(200);
  });

  it('does not add to the failures of strangers', async () => {
    await many(LIMIT, () => tries('192.0.2.50', WRONG, device()));
    expect((await stored()).failures).toBe(0);
  });

  it('ends the row of failures when the password is right, whoever brings it', async () => {
    await many(FAILURES - 1, (nth) => tries(`192.0.2.${nth + 100}`));
    expect((await stored()).failures).toBe(FAILURES - 1);
    expect((await tries('192.0.2.120', PASSWORD)).status).toBe(200);
    expect((await stored()).failures).toBe(0);
    await many(FAILURES - 1, (nth) => tries(`192.0.2.${nth + 130}`));
    expect((await tries('192.0.2.150', PASSWORD, device())).status).toBe(200);
    expect(await stored()).toMatchObject({ failures: 0, disabledAt: null });
  });

  it('is known with a new password too, and a new password is not disabled', async () => {
    await many(FAILURES, (nth) => tries(`192.0.2.${nth + 160}`));
    expect((await stored()).disabledAt).not.toBeNull();
    const newPassword = 'nine lives and a tail of silver';
    const change = await page.sends('POST', '/me/password', { currentPassword: PASSWORD, newPassword });
    expect([change.status, Object.keys(change.setCookies)]).toEqual([200, expect.arrayContaining([DEVICE])]);
    expect((await tries('192.0.2.180', newPassword)).status).toBe(200);
  });
});

describe('A browser that knew an earlier password', () => {
  const clock = new FrozenClock();
  let inbox: Inbox;
  let world: World;

  beforeAll(async () => {
    inbox = await Inbox.open();
    world = await World.open({
      clock,
      env: { SMTP_URL: inbox.url, LIMIT_ACCOUNT_ATTEMPTS: '3', LIMIT_PASSWORD_FAILURES: '5' },
    });
  });

  const NEW = 'nine lives and a tail of silver';
  const tries = async (email: string, password: string, cookie: string) =>
    (await world.post('/login', { email, password }, { cookie })).status;
  const cookieOf = ({ headers }: Answer) =>
    headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith('sallyport_device='))
      ?.split(';')[0] ?? '';

  // What went wrong: whoever had the old password could gather any number of such cookies, each with a count of its
  // own, and try as many new passwords without any failure being counted.
  it('is a stranger to the new one', async () => {
    const ada = await world.person().registered();
    const login = { email: ada.email, password: PASSWORD };
    const thieves = [];
    for (let nth = 0; nth < 4; nth += 1)
      thieves.push(cookieOf(await world.post('/login?useCookies=true', login)));
    expect(new Set(thieves).size).toBe(4);
    clock.advance(1);
    await world.post('/recover', { email: ada.email });
    const token = await nextToken(inbox, ada.email);
    const reset = await world.post('/reset-password', { token, newPassword: NEW });
    const tried = [];
    for (const cookie of thieves)
      for (let nth = 0; nth < 2; nth += 1) tried.push(await tries(ada.email, WRONG, cookie));
    expect(tried).toEqual([401, 401, 401, 429, 429, 429, 429, 429]);
    expect(await tries(ada.email, NEW, cookieOf(reset))).toBe(200); // the browser that set it is known
  });

  it('and one that was not seen for half a year is a stranger, too', async () => {
    const ada = await world.person().registered();
    const login = { email: ada.email, password: PASSWORD };
    const cookie = cookieOf(await world.post('/login?useCookies=true', login));
    for (let nth = 0; nth < 3; nth += 1) await tries(ada.email, WRONG, '');
    expect([await tries(ada.email, PASSWORD, ''), await tries(ada.email, PASSWORD, cookie)]).toEqual([
      429, 200,
    ]);
    clock.advance(180 * 86_400);
    for (let nth = 0; nth < 3; nth += 1) await tries(ada.email, WRONG, '');
    expect(await tries(ada.email, PASSWORD, cookie)).toBe(429);
  });
});

describe('Failures in a row', () => {
  it('are exactly so many when two hundred come at once, from everywhere', async () => {
    const world = await World.open({
      env: { TRUSTED_PROXIES: 'loopback', LIMIT_PASSWORD_FAILURES: '20', HASH_QUEUE: '1000' },
    });
    const ada = await world.person().registered();
    const body = { email: ada.email, password: WRONG };
    const from = (nth: number) => world.post('/login', body, { 'x-forwarded-for': `198.51.100.${nth}` });
    const answers = await Promise.all(Array.from({ length: 200 }, (_, nth) => from(nth)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    await world.provider(PasswordFailures).save();
    const [row] = await world.provider(DataSource).getRepository(Password).find();
    expect(row).toMatchObject({ failures: 20, disabledAt: expect.any(Date) });
    await world.close();
  });

  // What went wrong: an attempt that was not counted, for there were too many, was taken back all the same.
  it('are not made fewer by attempts that are turned away', async () => {
    const world = await World.open({ env: { LIMIT_PASSWORD_FAILURES: '2' } });
    const { email } = await world.person().registered();
    const tries = async (password: string) => (await world.post('/login', { email, password })).status;
    expect([await tries(WRONG), await tries(WRONG)]).toEqual([401, 401]);
    const pool = jest.spyOn(world.provider(HashPool), 'verify').mockRejectedValueOnce(new Error('busy'));
    expect(await tries(WRONG)).toBe(500);
    pool.mockRestore();
    expect(await tries(PASSWORD)).toBe(401);
    await world.close();
  });

  it('are remembered over a restart', async () => {
    const env = { LIMIT_PASSWORD_FAILURES: '4' };
    const before = await World.open({ env });
    const { email } = await before.person().registered();
    for (let nth = 0; nth < 4; nth += 1) await before.post('/login', { email, password: WRONG });
    await before.stop();
    const after = await World.open({ env, folder: before.folder });
    expect((await after.post('/login', { email, password: PASSWORD })).status).toBe(401);
    await after.close();
  });
});
