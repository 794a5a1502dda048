import type { Answer } from '../support/client.js';
import { LIMITED } from '../support/unlimited.js';
import { World } from '../support/world.js';

const TOKEN = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe('Requests without a sign-in', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open({ env: { LIMIT_PUBLIC_REQUESTS: '4', TRUSTED_PROXIES: 'loopback' } });
  });
  afterAll(() => world.close());

  const refreshes = (address: string, path = '/refresh'): Promise<Answer> =>
    world.post(path, {}, { 'x-forwarded-for': address });

  const codes = async (addresses: string[]) => {
    const found: string[] = [];
    for (const address of addresses) found.push((await refreshes(address)).body.code);
    return found;
  };

  it('are limited per address, and say how much is left', async () => {
    const first = await refreshes('192.0.2.1');
    expect(first.headers.get('ratelimit-policy')).toBe('"address";q=4;w=60');
    expect(first.headers.get('ratelimit')).toBe('"address";r=3;t=60');
    for (let nth = 0; nth < 3; nth += 1) await refreshes('192.0.2.1');
    const refused = await refreshes('192.0.2.1');
    expect([refused.status, refused.body.code]).toEqual([429, 'request.tooMany']);
    expect(refused.headers.get('content-type')).toMatch('application/problem+json');
    expect(refused.headers.get('retry-after')).toMatch(/^([1-9]|[1-5]\d|60)$/);
    expect(refused.headers.get('ratelimit')).toBe(`"address";r=0;t=${refused.headers.get('retry-after')}`);
    expect((await refreshes('192.0.2.2')).status).toBe(400);
  });

  it('are counted over all routes together', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.3' };
    for (const path of ['/login', '/register', '/refresh', '/token']) await world.post(path, {}, headers);
    const token = await world.post('/token', {}, headers);
    expect([token.status, token.body.error]).toEqual([429, 'temporarily_unavailable']);
    expect((await world.post('/login', {}, headers)).status).toBe(429);
  });

  it('are counted by network: 64 bits of IPv6, and IPv4 in either spelling', async () => {
    const neighbours = [
      '2001:db8::1',
      '2001:DB8::2',
      '2001:db8:0:0:ffff::',
      '[2001:db8::3]:80',
      '2001:db8::4',
    ];
    expect((await codes(neighbours)).at(-1)).toBe('request.tooMany');
    expect(await codes(['2001:db8:0:1::1'])).not.toContain('request.tooMany');
    const same = ['192.0.2.9', '::ffff:192.0.2.9', '::ffff:c000:209', '192.0.2.9:1234', '192.0.2.9'];
    expect((await codes(same)).at(-1)).toBe('request.tooMany');
  });

  it('are counted exactly when two hundred come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => refreshes('192.0.2.10')));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(196);
  });

  it('are not limited for documents that may be cached', async () => {
    const documents = ['/.well-known/jwks.json', '/.well-known/oauth-authorization-server', '/openapi.json'];
    for (const path of documents) {
      for (let nth = 0; nth < 6; nth += 1)
        expect((await world.get(path, { headers: { 'x-forwarded-for': '192.0.2.11' } })).status).toBe(200);
    }
  });
});

describe('Requests of somebody signed in', () => {
  it('are limited per user, whatever the token, the address and the spelling of the path', async () => {
    const world = await World.open({ env: { LIMIT_CALLER_REQUESTS: '4', TRUSTED_PROXIES: 'loopback' } });
    const ada = await world.person().signedIn();
    const phone = await ada.onAnotherDevice({ token_format: 'opaque' });
    const grace = await world.person().signedIn();
    const first = await ada.gets('/me');
    expect(first.headers.get('ratelimit-policy')).toBe('"user";q=4;w=60');
    await ada.gets('/me?x=1');
    await phone.gets('/welcome');
    await phone.sends('GET', '/dashboard', { headers: { 'x-forwarded-for': '192.0.2.1' } });
    const refused = await phone.sends('GET', '/me', { headers: { 'x-forwarded-for': '192.0.2.2' } });
    expect([refused.status, refused.body.code]).toEqual([429, 'request.tooMany']);
    expect((await ada.gets('/welcome')).status).toBe(429);
    expect((await grace.gets('/me')).status).toBe(200);
    expect((await world.get('/me', TOKEN('nonsense'))).status).toBe(401);
    await world.close();
  });
});

describe('A server that nobody configured', () => {
  it('has limits: ten passwords for an account, six hundred requests of an address, six thousand of a user', async () => {
    const world = await World.open({ env: LIMITED });
    const ada = await world.person().signedIn();
    expect((await ada.gets('/me')).headers.get('ratelimit-policy')).toBe('"user";q=6000;w=60');
    const policies: (string | null)[] = [];
    for (let nth = 0; nth < 11; nth += 1) {
      const { headers } = await world.post('/login', { email: ada.email, password: 'wrong' });
      policies.push(headers.get('ratelimit-policy'));
    }
    expect(new Set(policies.slice(0, 10))).toEqual(new Set(['"address";q=600;w=60']));
    expect(policies[10]).toBe('"account";q=10;w=900');
    await world.close();
  });
});
