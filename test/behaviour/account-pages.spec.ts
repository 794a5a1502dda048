import { hash } from 'node:crypto';
import type { Page, Request } from 'playwright-core';
import { Browser, describeInBrowser } from '../support/browser.js';
import { World } from '../support/world.js';

const PAGES = [
  { name: 'verify-email', label: 'Password', field: 'password', says: 'Your e-mail address is verified.' },
  { name: 'reset-password', label: 'New password', field: 'newPassword', says: 'Your new password is set.' },
  { name: 'confirm-email', says: 'Your new e-mail address is confirmed.' },
];
const TOKEN = 'sp_ot_Zm9yIG9uZSB1c2Ugb25seSwgYW5kIHRoZW4gbm8gbW9yZQ';

describe('The pages that links in mails lead to', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open({ env: { PASSWORD_MIN_LENGTH: '12' } });
  });
  afterAll(() => world.close());

  it.each(PAGES)('run their own script and style only, and are kept by nobody: $name', async ({ name }) => {
    const { status, headers, body } = await world.get(`/account/${name}`);
    const hashed = (tag: string) => {
      const [, text] = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(body)!;
      return `'sha256-${hash('sha256', text!, 'base64')}'`;
    };
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; script-src ${hashed('script')}; style-src ${hashed('style')}; img-src data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    );
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).not.toMatch(/https?:|\son\w+=|<(img|iframe|object)/);
  });

  it('name the least length of a new password', async () => {
    expect((await world.get('/account/reset-password')).body).toContain('At least 12 characters.');
  });
});

describeInBrowser('A link in a mail, opened in a browser,', () => {
  let world: World;
  let browser: Browser;
  let page: Page;
  let requests: Request[];

  beforeAll(async () => {
    world = await World.open();
  });
  beforeEach(async () => {
    browser = await Browser.open();
    page = browser.page;
    requests = [];
    page.on('request', (request) => void requests.push(request));
  });
  afterEach(() => browser.close());
  afterAll(() => world.close());

  const opens = (name: string) => page.goto(`${world.url}/account/${name}#token=${TOKEN}`);
  const message = () => page.locator('#message');
  const posts = () => requests.filter((request) => request.method() === 'POST');
  const presses = () => page.locator('[type=submit]').click();

  /** The answer of the route that the page posts to. */
  const answers = (name: string, status: number, body?: object, headers = {}) =>
    page.route(`${world.url}/${name}`, (route) =>
      route.fulfill({
        status,
        headers,
        ...(body && { json: body, contentType: 'application/problem+json' }),
      }),
    );

  it.each(PAGES)(
    'uses its token when the person presses the button, not before: $name',
    async ({ name, label, field, says }) => {
      await answers(name, 204);
      await opens(name);
      await page.locator('form').waitFor();
      expect(page.url()).toBe(`${world.url}/account/${name}`);
      await browser.photograph(`account-${name}`);
      if (label) await page.getByLabel(label, { exact: true }).fill('every good boy does fine');
      expect(posts()).toEqual([]);
      await presses();
      await message().getByText(says).waitFor();
      const [post, ...more] = posts();
      expect(more).toEqual([]);
      expect(post!.postDataJSON()).toEqual({
        token: TOKEN,
        ...(field && { [field]: 'every good boy does fine' }),
      });
      expect(await page.locator('form').isVisible()).toBe(false);
      expect(await page.evaluate('document.activeElement.id')).toBe('message');
      expect(requests.map((request) => request.url()).filter((url) => !url.startsWith('data:'))).toEqual([
        `${world.url}/account/${name}`,
        `${world.url}/${name}`,
      ]);
      expect(browser.takeComplaints()).toEqual([]); // no breach of the CSP
    },
  );

  it('tells in words what is wrong with the password, and lets the person try another', async () => {
    const detail = 'must have at least 15 characters';
    await answers('reset-password', 400, {
      code: 'password.tooShort',
      title: 'The password is too short.',
      detail: `The password ${detail}.`,
      errors: [{ pointer: '#/newPassword', detail }],
    });
    await opens('reset-password');
    const field = page.getByLabel('New password');
    await field.fill('short');
    await presses();
    await message().getByText(`New password ${detail}.`).waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.evaluate('document.activeElement.id')).toBe('message');
    await browser.photograph('account-refused');
    await field.fill('every good boy does fine');
    const again = page.waitForRequest(`${world.url}/reset-password`);
    await presses();
    await again;
    expect(posts().map((post) => post.postDataJSON().token)).toEqual([TOKEN, TOKEN]);
  });

  it('is done with where the token is good no more', async () => {
    await answers('confirm-email', 400, { code: 'oneTimeToken.invalid', title: 'The link is good no more.' });
    await opens('confirm-email');
    await presses();
    await message().getByText('The link is good no more.').waitFor();
    expect(await page.locator('form').isVisible()).toBe(false);
  });

  it('says how long to wait after too many attempts', async () => {
    const headers = { 'retry-after': '600' };
    await answers(
      'verify-email',
      429,
      { code: 'auth.tooManyAttempts', title: 'Too many attempts.' },
      headers,
    );
    await opens('verify-email');
    await page.getByLabel('Password', { exact: true }).fill('a guess');
    await presses();
    await message().getByText('Try again in 10 minutes.').waitFor();
  });

  it('says so where the server cannot be reached', async () => {
    await page.route(`${world.url}/confirm-email`, (route) => route.abort());
    await opens('confirm-email');
    await presses();
    await message().getByText('The server could not be reached.').waitFor();
    expect(await page.locator('[type=submit]').isEnabled()).toBe(true);
  });

  it('says so where it lost its token, and takes the whole link in the same tab', async () => {
    await page.goto(`${world.url}/account/confirm-email`);
    await message().getByText('This link is not complete.').waitFor();
    expect(await page.locator('form').isVisible()).toBe(false);
    await opens('confirm-email');
    await page.locator('form').waitFor();
    expect(page.url()).not.toContain(TOKEN);
  });

  it('shows the password to who asks for it, until it is sent', async () => {
    await answers('reset-password', 500);
    await opens('reset-password');
    const field = page.getByLabel('New password');
    const toggle = page.getByRole('button', { name: 'Show password' });
    await field.fill('every good boy does fine');
    await toggle.click();
    expect([await field.getAttribute('type'), await toggle.getAttribute('aria-pressed')]).toEqual([
      'text',
      'true',
    ]);
    await presses();
    await message().getByText('This did not work (500).').waitFor();
    expect(await field.getAttribute('type')).toBe('password');
  });

  it('fits a small screen, in the dark as well', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await opens('reset-password');
    await browser.photograph('account-small-dark');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(22, 25, 29)');
  });
});
