import { FrozenClock } from '../support/frozen-clock.js';
import { PASSWORD, type Person } from '../support/person.js';
import { World } from '../support/world.js';

const SECRET = 'a secret-of-32-characters:or+more%'.replace(' ', '_');
const basic = (id: string, secret: string) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

describe('Introspection and revocation', () => {
  let world: World;
  let ada: Person;
  const clock = new FrozenClock();
  const billing = { authorization: basic('billing', SECRET) };
  const introspect = (token: string, headers: Record<string, string> = billing) =>
    world.post('/introspect', new URLSearchParams({ token }), headers);
  const revoke = (token: string, headers: Record<string, string> = {}) =>
    world.post('/revoke', new URLSearchParams({ token }), headers);

  beforeAll(async () => {
    world = await World.open({ clock, env: { OAUTH_CLIENTS: `billing:${SECRET}, other:${SECRET}2` } });
  });
  beforeEach(async () => {
    ada = await world.person().signedIn();
  });
  afterAll(() => world.close());

  it.each(['jwt', 'opaque'] as const)(
    'tells an authenticated client what an access token (%s) is good for',
    async (token_format) => {
      await ada.signsIn({ token_format });
      const { status, body, headers } = await introspect(ada.accessToken);
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(body).toEqual({
        active: true,
        token_type: 'Bearer',
        client_id: 'sallyport',
        sub: expect.any(String),
        sid: expect.any(String),
        jti: expect.any(String),
        exp: expect.any(Number),
        iat: expect.any(Number),
        auth_time: expect.any(Number),
        iss: 'http://localhost:3000',
        aud: 'http://localhost:3000',
        amr: ['pwd'],
        roles: ['user'],
      });
      await ada.signsOut();
      expect((await introspect(ada.accessToken)).body).toEqual({ active: false });
    },
  );

  // What went wrong: it called a token active for another 30 seconds, the leeway, and told that it had expired.
  it.each(['jwt', 'opaque'] as const)(
    'calls no access token (%s) active whose time is over',
    async (token_format) => {
      await ada.signsIn({ token_format });
      const { exp, iat } = (await introspect(ada.accessToken)).body;
      clock.advance(exp - iat - 1);
      expect((await introspect(ada.accessToken)).body.active).toBe(true);
      clock.advance(1);
      expect((await introspect(ada.accessToken)).body).toEqual({ active: false });
    },
  );

  it('says no more than that of anything that is not good', async () => {
    for (const token of [
      '',
      'x',
      `sp_at_${'A'.repeat(43)}`,
      `sp_rt_${'A'.repeat(43)}`,
      'a.b.c',
      `${ada.accessToken}x`,
      ada.refreshToken,
    ]) {
      expect([token, (await introspect(token)).body]).toEqual([
        token,
        token ? { active: false } : expect.any(Object),
      ]);
    }
  });

  it("tells a client of its own refresh tokens, not of another's", async () => {
    const parameters = {
      username: ada.email,
      password: PASSWORD,
      client_id: 'billing',
      client_secret: SECRET,
    };
    const { body } = await world.post('/token', parameters);
    expect((await introspect(body.refresh_token)).body).toMatchObject({ active: true, client_id: 'billing' });
    const other = { authorization: basic('other', `${SECRET}2`) };
    expect((await introspect(body.refresh_token, other)).body).toEqual({ active: false });
    await world.post('/token', {
      ...parameters,
      grant_type: 'refresh_token',
      refresh_token: body.refresh_token,
    });
    expect((await introspect(body.refresh_token)).body).toEqual({ active: false });
  });

  it.each([
    ['nobody', {}, {}],
    ['a wrong secret', { authorization: basic('billing', `${SECRET}x`) }, {}],
    ['an unknown client', { authorization: basic('nobody', SECRET) }, {}],
    ['a user', { authorization: 'Bearer x' }, {}],
    ['half a Basic header', { authorization: 'Basic YWJj' }, {}],
    ['a client without its secret', {}, { client_id: 'billing' }],
    ['a public client', {}, { client_id: 'phone' }],
  ])('refuses to introspect for %s, and names the scheme', async (_, headers, more) => {
    const parameters = new URLSearchParams({ token: ada.accessToken, ...more });
    const answer = await world.post('/introspect', parameters, headers as Record<string, string>);
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="sallyport"');
  });

  it('takes id and secret in the body, but not in both places at once', async () => {
    const inBody = { token: ada.accessToken, client_id: 'billing', client_secret: SECRET };
    expect((await world.post('/introspect', inBody)).body.active).toBe(true);
    const both = await world.post('/introspect', inBody, billing);
    expect([both.status, both.body.error]).toEqual([400, 'invalid_request']);
  });

  it('lets nobody sign in or refresh under the name of a client without its secret', async () => {
    const signIn = (more: object) =>
      world.post('/token', { username: ada.email, password: PASSWORD, client_id: 'billing', ...more });
    expect((await signIn({})).body.error).toBe('invalid_client');
    const { body } = await signIn({ client_secret: SECRET });
    const refresh = { refresh_token: body.refresh_token, client_id: 'billing' };
    expect((await world.post('/refresh', refresh)).status).toBe(401);
    expect((await world.post('/token', { grant_type: 'refresh_token', ...refresh })).body.error).toBe(
      'invalid_client',
    );
  });

  it('revokes an access token alone, on the next request, with an empty answer of no type', async () => {
    const answer = await revoke(ada.accessToken);
    expect([answer.status, answer.body, answer.headers.get('content-type')]).toEqual([200, '', null]);
    expect((await ada.gets('/me')).body.code).toBe('token.revoked');
    expect((await ada.refreshes()).status).toBe(200);
    expect((await ada.gets('/me')).status).toBe(200);
  });

  it('revokes a whole session with its refresh token', async () => {
    await revoke(ada.refreshToken);
    expect((await ada.gets('/me')).status).toBe(401);
    expect((await ada.refreshes()).status).toBe(400);
  });

  it('answers 200 for what is no good already', async () => {
    for (const token of ['x', 'a.b.c', `sp_rt_${'A'.repeat(43)}`])
      expect((await revoke(token)).status).toBe(200);
  });

  it("refuses another client's token", async () => {
    for (const token of [ada.accessToken, ada.refreshToken]) {
      const answer = await revoke(token, billing);
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_grant']);
    }
    expect((await ada.gets('/me')).status).toBe(200);
  });
});
