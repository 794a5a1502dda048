import { World } from '../support/world.js';

const SECRET = 'a secret of the shop, long enough'.replaceAll(/[ ,]/g, '-');

describe('Guessing the secret of a client', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open({
      env: { OAUTH_CLIENTS: `shop:${SECRET}`, LIMIT_CLIENT_ATTEMPTS: '4', TRUSTED_PROXIES: 'loopback' },
    });
  });
  afterAll(() => world.close());

  const asks = async (path: string, address: string, claim: object) => {
    const answer = await world.post(path, { token: 'x', ...claim }, { 'x-forwarded-for': address });
    return [answer.status, answer.body.error];
  };

  it('has to wait after so many from one address, over all endpoints and names, also with the right one', async () => {
    const wrong = { client_id: 'shop', client_secret: 'wrong' };
    expect(await asks('/introspect', '192.0.2.1', wrong)).toEqual([401, 'invalid_client']);
    expect(await asks('/revoke', '192.0.2.1', { ...wrong, client_id: 'other' })).toEqual([
      401,
      'invalid_client',
    ]);
    expect(await asks('/token', '192.0.2.1', wrong)).toEqual([401, 'invalid_client']);
    await world.post(
      '/refresh',
      { refresh_token: 'x', client_id: 'shop' },
      { 'x-forwarded-for': '192.0.2.1' },
    );
    const right = { client_id: 'shop', client_secret: SECRET };
    expect(await asks('/introspect', '192.0.2.1', right)).toEqual([429, 'temporarily_unavailable']);
    expect(await asks('/introspect', '192.0.2.2', right)).toEqual([200, undefined]);
  });

  it('does not count right ones, nor clients that have none', async () => {
    const right = { client_id: 'shop', client_secret: SECRET };
    for (let nth = 0; nth < 10; nth += 1)
      expect(await asks('/introspect', '192.0.2.3', right)).toEqual([200, undefined]);
    for (let nth = 0; nth < 10; nth += 1)
      expect(await asks('/revoke', '192.0.2.3', { client_id: 'app' })).toEqual([200, undefined]);
  });
});
