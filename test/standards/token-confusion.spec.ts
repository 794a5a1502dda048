import { BrowserPage } from '../support/browser-session.js';
import { Forger, verdictOn } from '../support/forger.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

const INVALID = [401, 'token.invalid'];

// RFC 8725 §3.12, ASVS 9.2.2
describe('No token works in the place of another:', () => {
  let world: World;
  let ada: Person;
  let page: BrowserPage;

  beforeAll(async () => {
    world = await World.open();
  });
  beforeEach(async () => {
    ada = await world.person().signedIn();
    page = new BrowserPage(world);
    await page.signsIn(ada.email);
  });
  afterAll(() => world.close());

  const isAccessToken = (token: string) => verdictOn(token, world);
  const refresh = async (token: string) => {
    const { status, body } = await world.post('/refresh', { refresh_token: token });
    return [status, body.code];
  };

  describe('as an access token', () => {
    it('a refresh token is refused, and stays unused', async () => {
      expect(await isAccessToken(ada.refreshToken)).toEqual(INVALID);
      expect((await ada.refreshes()).status).toBe(200);
    });

    it('a refresh token that calls itself an access token is refused', async () => {
      expect(await isAccessToken(ada.refreshToken.replace('sp_rt_', 'sp_at_'))).toEqual(INVALID);
      expect(await isAccessToken(ada.refreshToken.slice('sp_rt_'.length))).toEqual(INVALID);
    });

    it('an opaque token that was never issued is refused', async () => {
      expect(await isAccessToken(`sp_at_${'A'.repeat(43)}`)).toEqual(INVALID);
    });

    it('a CSRF token is refused', async () => {
      expect(await isAccessToken(page.csrfToken)).toEqual(INVALID);
    });

    it('the id of a token, of a session and of a user is refused', async () => {
      const { jti, sid, sub } = ada.claims as Record<string, string>;
      for (const id of [jti!, sid!, sub!]) expect(await isAccessToken(id)).toEqual(INVALID);
    });

    it('an ID token is refused, although we signed it', async () => {
      const forger = new Forger(world, ada);
      const { iss, sub, aud, exp, iat, auth_time, amr } = ada.claims;
      const idToken = { iss, sub, aud, exp, iat, auth_time, amr, nonce: 'n-0S6_WzA2Mj' };
      const cleared = Object.fromEntries(Object.keys(ada.claims).map((name) => [name, undefined]));
      expect(await isAccessToken(forger.forge({ typ: 'JWT' }, { ...cleared, ...idToken }))).toEqual(INVALID);
      expect(await isAccessToken(forger.forge({}, { ...cleared, ...idToken }))).toEqual(INVALID);
      expect(await isAccessToken(forger.forge({ typ: 'JWT' }))).toEqual(INVALID);
    });

    it('a password is refused', async () => {
      const basic = Buffer.from(`${ada.email}:${ada.password}`).toString('base64');
      expect(await isAccessToken(basic)).toEqual(INVALID);
      const { status } = await world.get('/me', { headers: { authorization: `Basic ${basic}` } });
      expect(status).toBe(401);
    });

    it('the refresh cookie is refused in the cookie of the access token', async () => {
      const cookie = `sallyport_access=${page.cookie('sallyport_refresh')}`;
      const { status, body } = await world.get('/me', { headers: { cookie } });
      expect([status, body.code]).toEqual(INVALID);
    });
  });

  describe('as a refresh token', () => {
    const REFUSED = [400, 'token.refreshInvalid'];

    it.each(['jwt', 'opaque'] as const)('an access token (%s) is refused, and stays good', async (format) => {
      const grace = await world.person().signedIn({ token_format: format });
      expect(await refresh(grace.accessToken)).toEqual(REFUSED);
      expect((await grace.gets('/me')).status).toBe(200);
      expect((await grace.refreshes()).status).toBe(200);
    });

    it('an opaque access token that calls itself a refresh token is refused', async () => {
      const grace = await world.person().signedIn({ token_format: 'opaque' });
      expect(await refresh(grace.accessToken.replace('sp_at_', 'sp_rt_'))).toEqual(REFUSED);
    });

    it('an access token is refused by the OAuth endpoint, too', async () => {
      const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: ada.accessToken });
      const { status, body } = await world.post('/token', form);
      expect([status, body.error]).toEqual([400, 'invalid_grant']);
    });

    it('a CSRF token is refused', async () => {
      expect(await refresh(page.csrfToken)).toEqual(REFUSED);
    });

    it('the refresh token of a cookie is refused in a body, and stays unused', async () => {
      expect(await refresh(page.cookie('sallyport_refresh')!)).toEqual(REFUSED);
      expect((await page.sends('POST', '/refresh')).status).toBe(200);
    });

    it('the refresh token of a body is refused in a cookie', async () => {
      const cookie = `sallyport_refresh=${ada.refreshToken}`;
      const { status, body } = await page.sends('POST', '/refresh', undefined, { cookie });
      expect([status, body.code]).toEqual(REFUSED);
    });

    it('the access token of a cookie is refused in the cookie of the refresh token', async () => {
      const cookie = `sallyport_refresh=${page.cookie('sallyport_access')}`;
      const { status, body } = await page.sends('POST', '/refresh', undefined, { cookie });
      expect([status, body.code]).toEqual(REFUSED);
    });
  });

  describe('as a CSRF token', () => {
    it('none of the tokens of the same session is accepted, nor its id', async () => {
      const [sessionId, signature] = page.csrfToken.split('.') as [string, string];
      const others = [
        page.cookie('sallyport_access')!,
        page.cookie('sallyport_refresh')!,
        sessionId,
        `${sessionId}.`,
        `${sessionId}.${ada.refreshToken}`,
        signature,
      ];
      for (const other of others) {
        const { status, body } = await page.sends('POST', '/logout', undefined, { 'x-csrf-token': other });
        expect([other, status, body.code]).toEqual([other, 403, 'auth.csrf']);
      }
      expect((await page.sends('POST', '/logout')).status).toBe(204);
    });
  });

  describe('as a password', () => {
    it('no token signs anybody in', async () => {
      for (const password of [ada.accessToken, ada.refreshToken, page.csrfToken]) {
        const { status, body } = await world.post('/login', { email: ada.email, password });
        expect([status, body.code]).toEqual([401, 'auth.invalidCredentials']);
      }
    });
  });
});
