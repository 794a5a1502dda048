import { BrowserPage } from '../support/browser-session.js';
import { World } from '../support/world.js';

describe('Signing in with cookies', () => {
  let world: World;
  let page: BrowserPage;
  let email: string;

  beforeAll(async () => {
    world = await World.open({
      env: { PUBLIC_URL: 'https://auth.example.com', CORS_ORIGINS: 'https://app.example.com' },
    });
  });
  beforeEach(async () => {
    ({ email } = await world.person().registered());
    page = new BrowserPage(world, 'https://auth.example.com');
    await page.signsIn(email);
  });
  afterAll(() => world.close());

  it('gives no token to the page, only what it needs beside the cookies', async () => {
    const { body } = await new BrowserPage(world, 'https://auth.example.com').signsIn(email);
    expect(body).toEqual({ expires_in: 600, csrf_token: expect.any(String) });
  });

  it('sets cookies that other hosts, plain http, other sites and scripts cannot get at', async () => {
    const { setCookies } = await new BrowserPage(world, 'https://auth.example.com').signsIn(email);
    expect(Object.keys(setCookies).sort()).toEqual([
      '__Host-sallyport_access',
      '__Host-sallyport_csrf',
      '__Host-sallyport_device',
      '__Host-sallyport_refresh',
    ]);
    for (const [name, cookie] of Object.entries(setCookies)) {
      expect(cookie).toMatch(/; Path=\/;.*; Secure; SameSite=Strict|; Path=\/; Secure; SameSite=Strict/);
      expect(/HttpOnly/.test(cookie)).toBe(name !== '__Host-sallyport_csrf');
      expect(cookie).not.toMatch(/Domain=/i);
    }
  });

  it('lets the cookie stand for the token', async () => {
    expect((await page.sends('GET', '/me')).body.email).toBe(email);
  });

  it('refreshes and signs out with cookies alone', async () => {
    const before = page.cookie('__Host-sallyport_refresh');
    expect((await page.sends('POST', '/refresh')).status).toBe(200);
    expect(page.cookie('__Host-sallyport_refresh')).not.toBe(before);
    const stolen = page.cookies;
    expect((await page.sends('POST', '/logout')).status).toBe(204);
    expect(page.cookies).toMatch(/^__Host-sallyport_device=[^;]*$/);
    expect((await world.get('/me', { headers: { cookie: stolen } })).status).toBe(401);
  });

  it.each(['PATCH /me', 'POST /logout', 'POST /refresh'])('asks for the CSRF token on %s', async (route) => {
    const [method, path] = route.split(' ') as [string, string];
    const body = method === 'PATCH' ? {} : undefined;
    const refusal = async (token: string) =>
      (await page.sends(method, path, body, { 'x-csrf-token': token })).body.code;
    const other = new BrowserPage(world, 'https://auth.example.com');
    await other.signsIn((await world.person().registered()).email);
    expect(await refusal('')).toBe('auth.csrf');
    expect(await refusal('wrong')).toBe('auth.csrf');
    expect(await refusal(`${page.csrfToken}x`)).toBe('auth.csrf');
    expect(['auth.csrf', 'token.refreshInvalid']).toContain(await refusal(other.csrfToken));
    expect((await page.sends(method, path, body)).status).toBeLessThan(300);
  });

  it('is not fooled by an Authorization header that stands beside the cookie', async () => {
    for (const authorization of ['Bearer', 'Bearer x', 'Basic YTpi', 'x']) {
      const answer = await page.sends('PATCH', '/me', {}, { authorization, 'x-csrf-token': '' });
      expect([authorization, answer.status >= 400]).toEqual([authorization, true]);
    }
  });

  it.each([
    ['an origin that is not configured', { origin: 'https://evil.example' }],
    ['an origin that begins like one', { origin: 'https://auth.example.com.evil.example' }],
    ['the origin null', { origin: 'null' }],
    ['another site, where the browser tells no origin', { origin: '', 'sec-fetch-site': 'cross-site' }],
    ['a neighbour, where the browser tells no origin', { origin: '', 'sec-fetch-site': 'same-site' }],
  ])('refuses pages of %s, to sign in, to refresh and to change', async (_, headers) => {
    const fresh = new BrowserPage(world, 'https://auth.example.com');
    expect((await fresh.signsIn(email, headers)).body.code).toBe('auth.crossSite');
    expect((await page.sends('POST', '/refresh', undefined, headers)).body.code).toBe('auth.crossSite');
    expect((await page.sends('PATCH', '/me', {}, headers)).body.code).toBe('auth.crossSite');
  });

  it('welcomes pages of a configured origin', async () => {
    const app = new BrowserPage(world, 'https://app.example.com');
    expect((await app.signsIn(email)).status).toBe(200);
    expect((await app.sends('PATCH', '/me', { displayName: 'Ada' })).status).toBe(200);
  });

  it('takes JSON only, so that no plain form of another site can sign anybody in', async () => {
    const form = new URLSearchParams({ email, password: 'x' });
    expect((await world.post('/login?useCookies=true', form)).status).toBe(415);
    expect((await page.sends('POST', '/refresh', form)).status).toBe(415);
  });

  it("refuses a cookie's refresh token in a body, and a body's in a cookie", async () => {
    const inCookie = page.cookie('__Host-sallyport_refresh');
    expect((await world.post('/refresh', { refresh_token: inCookie })).body.code).toBe(
      'token.refreshInvalid',
    );
    const ada = await world.person().signedIn();
    const smuggled = await page.sends('POST', '/refresh', undefined, {
      cookie: `__Host-sallyport_refresh=${ada.refreshToken}`,
    });
    expect(smuggled.body.code).toBe('token.refreshInvalid');
    expect((await ada.refreshes()).status).toBe(200);
  });

  it('has no prefix and no Secure flag on plain-http localhost', async () => {
    const local = await World.open();
    const { email: someone } = await local.person().registered();
    const { setCookies } = await new BrowserPage(local).signsIn(someone);
    expect(Object.keys(setCookies).sort()).toEqual([
      'sallyport_access',
      'sallyport_csrf',
      'sallyport_device',
      'sallyport_refresh',
    ]);
    expect(setCookies.sallyport_access).not.toMatch(/Secure/);
    await local.close();
  });
});

describe('ACCEPT_BARE_AUTHORIZATION', () => {
  it('takes the token alone in the header, which is refused without it', async () => {
    const strict = await World.open();
    const ada = await strict.person().signedIn();
    expect((await strict.get('/me', { headers: { authorization: ada.accessToken } })).status).toBe(401);
    await strict.close();
    const lenient = await World.open({ env: { ACCEPT_BARE_AUTHORIZATION: 'true' } });
    const old = await lenient.person().signedIn();
    expect((await lenient.get('/me', { headers: { authorization: old.accessToken } })).status).toBe(200);
    expect((await old.gets('/me')).status).toBe(200);
    await lenient.close();
  });
});
