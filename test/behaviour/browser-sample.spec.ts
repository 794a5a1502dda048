import type { BrowserContext, Page } from 'playwright-core';
import { Browser, describeInBrowser } from '../support/browser.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { PASSWORD } from '../support/person.js';
import { Sample } from '../support/sample.js';
import { freePort } from '../support/server.js';
import { World } from '../support/world.js';

/** Past the life of an access token, in seconds. */
const EXPIRY = 700;

/** Server and page on these hosts, each on a port of its own. */
async function opened(hosts: { api: string; page: string }, clock: FrozenClock) {
  const port = String(await freePort());
  const origin = `http://${hosts.page}:${port}`;
  const world = await World.open({ clock, env: { CORS_ORIGINS: origin } });
  const api = `http://${hosts.api}:${new URL(world.url).port}`;
  const sample = await Sample.start('../browser/serve', { PORT: port, SALLYPORT_URL: api });
  return { world, sample, api, origin };
}

const signedIn = (page: Page) => page.locator('#member:not([hidden]) #email').waitFor();
const signedOut = (page: Page) => page.locator('#stranger:not([hidden])').waitFor();

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await signedIn(page);
}

/** The statuses of the refreshes that pages of this browser make from now on. */
function refreshesIn(context: BrowserContext): number[] {
  const statuses: number[] = [];
  context.on('response', (answer) => {
    if (answer.url().endsWith('/refresh') && answer.request().method() === 'POST')
      statuses.push(answer.status());
  });
  return statuses;
}

/** In the page: as many calls at once, through its own session. */
const callsAtOnce = (page: Page, count: number): Promise<number[]> =>
  page.evaluate(
    `import('/session.js').then(({ Session }) => {
      const session = new Session(document.querySelector('meta[name=sallyport]').content);
      const calls = Array.from({ length: ${count} }, () => session.send('GET', '/me'));
      return Promise.all(calls.map((call) => call.then(({ status }) => status)));
    })`,
  );

describeInBrowser('The sample page for cookie mode', () => {
  const clock = new FrozenClock();
  let world: World;
  let sample: Sample;
  let browser: Browser;
  let page: Page;
  let email: string;

  beforeAll(async () => {
    ({ world, sample } = await opened({ api: 'localhost', page: 'localhost' }, clock));
  });
  beforeEach(async () => {
    ({ email } = await world.person().registered());
    browser = await Browser.open();
    page = browser.page;
    await page.goto(sample.url);
    await signedOut(page);
  });
  afterEach(() => browser.close());
  afterAll(async () => {
    await sample.close();
    await world.close();
  });

  it('registers an account, signs in, and stays so when it is loaded again', async () => {
    await browser.photograph('sample-stranger');
    await page.getByLabel('E-mail address').fill('grace@example.com');
    await page.getByLabel('Password').fill('a ship in port is safe');
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByText('Welcome.').waitFor();
    await browser.photograph('sample-member');
    expect(browser.takeComplaints()).toEqual([]);
    await page.reload();
    await signedIn(page);
    expect(await page.locator('#email').innerText()).toBe('grace@example.com');
  });

  it('says in words why it did not sign anybody in', async () => {
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill('another password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('These credentials are not valid.').waitFor();
    await signedOut(page);
  });

  it('has no token within reach of a script: only the CSRF cookie', async () => {
    await signIn(page, email);
    const reach: string[] = await page.evaluate(
      '[document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.documentElement.outerHTML]',
    );
    const cookies = await page.context().cookies();
    const hidden = cookies.filter(({ httpOnly }) => httpOnly);
    expect(hidden.map(({ name }) => name).sort()).toEqual([
      'sallyport_access',
      'sallyport_device',
      'sallyport_refresh',
    ]);
    expect(hidden.filter(({ value }) => reach.some((text) => text.includes(value)))).toEqual([]);
    expect(reach[0]).toMatch(/^sallyport_csrf=[^;]+$/);
    expect(JSON.stringify(reach)).not.toMatch(/eyJ|sp_[ar]t_/);
  });

  it('changes the account with the CSRF token', async () => {
    await signIn(page, email);
    await page.getByLabel('New name').fill('Ada Lovelace');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('#name', { hasText: 'Ada Lovelace' }).waitFor();
  });

  it('refreshes once for many calls that fail together', async () => {
    await signIn(page, email);
    const refreshes = refreshesIn(page.context());
    clock.advance(EXPIRY);
    expect(await callsAtOnce(page, 10)).toEqual(Array(10).fill(200));
    expect(refreshes).toEqual([200]);
    expect(await callsAtOnce(page, 2)).toEqual([200, 200]);
    expect(refreshes).toEqual([200]);
  });

  it('refreshes where the access cookie is gone', async () => {
    await signIn(page, email);
    await page.context().clearCookies({ name: 'sallyport_access' });
    await page.reload();
    await signedIn(page);
  });

  it('refreshes in two tabs one after the other, and both stay signed in', async () => {
    await signIn(page, email);
    const other = await browser.tab();
    await other.goto(sample.url);
    await signedIn(other);
    const refreshes = refreshesIn(page.context());
    let [flying, most] = [0, 0];
    await page.context().route('**/refresh', async (route) => {
      most = Math.max(most, ++flying);
      await new Promise((passed) => setTimeout(passed, 300)); // time enough for the other tab to come, were it let
      flying -= 1;
      await route.continue();
    });
    clock.advance(EXPIRY);
    await Promise.all([page.reload(), other.reload()]);
    await Promise.all([signedIn(page), signedIn(other)]);
    expect(most).toBe(1);
    expect(new Set(refreshes)).toEqual(new Set([200]));
    clock.advance(EXPIRY);
    expect([await callsAtOnce(other, 1), await callsAtOnce(page, 1)]).toEqual([[200], [200]]);
  });

  it('signs out in every tab, and leaves nothing that opens anything', async () => {
    await signIn(page, email);
    const other = await browser.tab();
    await other.goto(sample.url);
    await signedIn(other);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await Promise.all([signedOut(page), signedOut(other)]);
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual(['sallyport_device']);
  });

  it('signs out an hour after its last call', async () => {
    await signIn(page, email);
    clock.advance(3600);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').waitFor();
    await page.reload();
    await signedOut(page);
  });

  it('asks two tabs to sign in, once, when the session was ended from elsewhere', async () => {
    await signIn(page, email);
    const other = await browser.tab();
    await other.goto(sample.url);
    await signedIn(other);
    const phone = world.person(email.split('@')[0]);
    await phone.signsIn();
    await phone.sends('DELETE', '/sessions');
    const refreshes = refreshesIn(page.context());
    await page.getByRole('button', { name: 'Load again' }).click();
    await Promise.all([signedOut(page), signedOut(other)]);
    expect(refreshes).toEqual([400]);
  });
});

describeInBrowser('The sample page on a host beside that of the server', () => {
  const clock = new FrozenClock();
  let world: World;
  let sample: Sample;
  let origin: string;
  let browser: Browser;

  beforeAll(async () => {
    const hosts = { api: 'auth.example.localhost', page: 'app.example.localhost' };
    [{ world, sample, origin }, browser] = await Promise.all([opened(hosts, clock), Browser.open()]);
  });
  afterAll(() => Promise.all([browser.close(), sample.close(), world.close()]));

  it('signs in, stays so, refreshes and signs out, although it cannot even read the CSRF cookie', async () => {
    const { email } = await world.person().registered();
    const { page } = browser;
    await page.goto(origin);
    await signIn(page, email);
    expect(await page.evaluate('document.cookie')).toBe('');
    clock.advance(EXPIRY);
    await page.reload();
    await signedIn(page);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signedOut(page);
    expect(await page.evaluate(`localStorage.getItem('sallyport.csrf')`)).toBeNull();
  });
});
