import {
  createServer,
  type IncomingMessage,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { Browser, describeInBrowser } from '../support/browser.js';
import { PASSWORD } from '../support/person.js';
import { World } from '../support/world.js';

/** Calls with the cookies of the browser, and answers with the status as far as the page may know it. */
const ATTEMPT = `async ([url, options]) => {
  try {
    return (await fetch(url, { credentials: 'include', ...options })).status;
  } catch {
    return 'refused by the browser';
  }
}`;

const CHANGES = ['/login?useCookies=true', '/refresh', '/logout'];

describeInBrowser('A page that is not in CORS_ORIGINS', () => {
  let world: World;
  let api: string;
  let web: HttpServer;
  let browser: Browser;
  let page: Page;
  let email: string;

  beforeAll(async () => {
    world = await World.open({ env: { CORS_ORIGINS: 'https://app.example.com' } });
    api = `http://localhost:${new URL(world.url).port}`;
    web = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<p>Hello</p>'));
    await once(web.listen(0, '127.0.0.1'), 'listening');
  });
  beforeEach(async () => {
    ({ email } = await world.person().registered());
    browser = await Browser.open();
    page = browser.page;
    // Ada signs in on a page of the server's own origin, which needs no CORS.
    await page.goto(`${api}/docs/errors`);
    const body = JSON.stringify({ email, password: PASSWORD });
    const headers = { 'content-type': 'application/json' };
    expect(await attempt('/login?useCookies=true', { method: 'POST', headers, body })).toBe(200);
  });
  afterEach(() => browser.close());
  afterAll(async () => {
    web.close();
    await world.close();
  });

  const attempt = (path: string, options: object): Promise<unknown> =>
    page.evaluate(`(${ATTEMPT})(${JSON.stringify([api + path, options])})`);

  /** What the server says to a call that the browser makes without asking it first. The page is not told. */
  async function verdict(path: string, options: object): Promise<number> {
    const said = once(world.app.getHttpServer(), 'request') as Promise<[IncomingMessage, ServerResponse]>;
    expect(await attempt(path, { method: 'POST', mode: 'no-cors', ...options })).toBe(
      'refused by the browser',
    );
    const [request, answer] = await said;
    expect(request.url).toBe(path);
    return answer.statusCode;
  }

  const cookies = async () =>
    (await page.context().cookies(api)).map(({ name, value }) => `${name}=${value}`).sort();

  describe.each([
    ['of another site', '127.0.0.1'],
    ['of a neighbour on the same site, to whom the cookies go', 'localhost'],
  ])('%s', (_, host) => {
    const foreign = () => `http://${host}:${(web.address() as AddressInfo).port}`;
    let before: string[];

    beforeEach(async () => {
      before = await cookies();
      expect(before).toHaveLength(4);
      await page.goto(foreign());
    });
    afterEach(async () => {
      expect(await cookies()).toEqual(before);
      await page.goto(`${api}/docs/errors`);
      expect(await attempt('/me', {})).toBe(200);
    });

    it('cannot read the account', async () => {
      expect(await attempt('/me', {})).toBe('refused by the browser');
    });

    it('cannot send JSON nor the CSRF header: its browser asks first', async () => {
      const body = JSON.stringify({ email, password: PASSWORD });
      const csrf = { 'x-csrf-token': /sallyport_csrf=(\S+)/.exec(before.join(' '))![1]! };
      const headers = { 'content-type': 'application/json', ...csrf };
      for (const path of CHANGES) {
        expect(await attempt(path, { method: 'POST', headers, body })).toBe('refused by the browser');
        expect(await attempt(path, { method: 'POST', headers: csrf })).toBe('refused by the browser');
      }
    });

    it('is refused by the server where its browser lets it send', async () => {
      const getsCookies = host === 'localhost';
      const body = JSON.stringify({ email, password: PASSWORD });
      expect(await verdict('/login?useCookies=true', { body })).toBe(415);
      expect(await verdict('/login?useCookies=true', {})).toBe(403);
      expect(await verdict('/refresh', {})).toBe(getsCookies ? 403 : 400);
      expect(await verdict('/logout', {})).toBe(getsCookies ? 403 : 401);
    });

    it('cannot send a form by going there with it', async () => {
      for (const path of CHANGES) {
        await page.goto(foreign());
        const said = page.waitForResponse((answer) => answer.url() === api + path);
        await page.evaluate(`{
          const form = document.createElement('form');
          Object.assign(form, { method: 'post', action: ${JSON.stringify(api + path)} });
          document.body.append(form);
          form.submit();
        }`);
        expect((await said).status()).toBe(415);
        await page.waitForURL(api + path);
      }
    });
  });
});
