import type { Locator, Page } from 'playwright-core';
import { Browser, describeInBrowser } from '../support/browser.js';
import { Server } from '../support/server.js';

const EMAIL = 'ada@example.com'; // of the documented example
const PASSWORD = 'correct horse battery staple';

describeInBrowser('Swagger UI in a real browser', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [server, browser] = await Promise.all([Server.start(), Browser.open()]);
    page = browser.page;
  });
  afterEach(() => {
    expect(browser.takeComplaints()).toEqual([]); // no console error, no breach of the CSP, no failed request
  });
  afterAll(async () => {
    await Promise.all([browser?.close(), server?.close()]);
  });

  it('shows every operation at /docs, under tags that say what they are for', async () => {
    await page.goto(`${server.url}/docs`);
    await page.locator('.opblock').first().waitFor();
    await browser.photograph('docs');
    const { paths } = (await server.get('/openapi.json')).body;
    const documented = Object.values<object>(paths).flatMap((path) => Object.keys(path));
    expect(await page.locator('.opblock').count()).toBe(documented.length);
    const tags = await page.locator('.opblock-tag small').allInnerTexts();
    expect(tags.filter((text) => text.trim() === '')).toEqual([]);
  });

  it('registers an account with the example as it stands', async () => {
    const shown = await executed(await opened(page, 'post', '/register'));
    await browser.photograph('after-register');
    expect(shown.status).toBe('201');
    expect(shown.body).toContain(EMAIL);
  });

  it('gets tokens from POST /token with the example as it stands', async () => {
    const shown = await executed(await opened(page, 'post', '/token'));
    expect(shown.status).toBe('200');
    expect(shown.body).toContain('access_token');
  });

  it('opens Authorize with the cursor on the username', async () => {
    await page.locator('.auth-wrapper > .authorize').click();
    await page.locator('.modal-ux').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('oauth_username');
  });

  it('signs in by e-mail address and password, with the client fields left empty', async () => {
    const dialog = page.locator('.modal-ux');
    await dialog.locator('#oauth_username').fill(EMAIL);
    await dialog.locator('#oauth_password').fill(PASSWORD);
    expect(await dialog.locator('#client_id_password').inputValue()).toBe('');
    expect(await dialog.locator('#client_secret_password').inputValue()).toBe('');
    await dialog.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click();
    await dialog.getByRole('button', { name: 'Remove authorization' }).waitFor();
    await browser.photograph('after-authorize');
    await dialog.locator('.close-modal').click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('calls GET /me as that account', async () => {
    const me = await opened(page, 'get', '/me');
    const shown = await executed(me);
    await me.locator('.live-responses-table').scrollIntoViewIfNeeded();
    await browser.photograph('after-me');
    expect(shown.status).toBe('200');
    expect(JSON.parse(shown.body)).toMatchObject({ email: EMAIL, roles: ['user'] });
  });

  it('explains at /docs/errors every failure that the document names', async () => {
    await page.goto(`${server.url}/docs/errors#auth.tokenMissing`);
    await browser.photograph('errors');
    expect(await page.locator('h1').innerText()).toBe('Errors');
    expect(await page.locator(':target').innerText()).toContain('This needs a signed-in caller.');
    const document = JSON.stringify((await server.get('/openapi.json')).body);
    const named = new Set([...document.matchAll(/"\/docs\/errors#([\w.]+)"/g)].map(([, code]) => code!));
    const explained = await page.locator('[id]').evaluateAll((sections) => sections.map(({ id }) => id));
    expect(named.size).toBeGreaterThan(10);
    expect([...named].filter((code) => !explained.includes(code))).toEqual([]);
  });
});

/** Unfolds an operation, ready to be executed. */
async function opened(page: Page, method: string, path: string): Promise<Locator> {
  const operation = page.locator(`.opblock-${method}`, { has: page.locator(`[data-path="${path}"]`) });
  await operation.locator('.opblock-summary-control').click();
  await operation.locator('.opblock-body').waitFor();
  const tryItOut = operation.getByRole('button', { name: 'Try it out' });
  if (await tryItOut.isVisible()) await tryItOut.click(); // hidden where it is the setting
  return operation;
}

/** Presses Execute, and reads the answer that the page shows. */
async function executed(operation: Locator): Promise<{ status: string; body: string }> {
  await operation.getByRole('button', { name: 'Execute' }).click();
  const answer = operation.locator('.live-responses-table .response');
  const status = await answer.locator('.response-col_status').innerText();
  return { status: status.trim(), body: await answer.locator('pre').first().innerText() };
}
