import type { Page } from 'playwright-core';
import { Browser, describeInBrowser } from '../support/browser.js';
import { Inbox } from '../support/inbox.js';
import { nextToken } from '../support/mailbox.js';
import { PASSWORD } from '../support/person.js';
import { World } from '../support/world.js';

const NEW = 'nine lives and a tail of silver';

describeInBrowser('Somebody with a mailbox and a browser', () => {
  let inbox: Inbox;
  let world: World;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    inbox = await Inbox.open();
    world = await World.open({ env: { SMTP_URL: inbox.url, EMAIL_VERIFICATION: 'required' } });
    browser = await Browser.open();
    page = browser.page;
  });
  afterAll(() => browser.close());

  /** The link in the next mail, at the address of this server instead of its public one. */
  const opensLink = async (name: string, address: string) => {
    const token = await nextToken(inbox, address);
    await page.goto(`${world.url}/account/${name}#token=${token}`);
  };
  const says = async (text: RegExp) => {
    await page.locator('#message').getByText(text).waitFor();
    expect(browser.takeComplaints()).toEqual([]);
  };
  const presses = () => page.locator('[type=submit]').click();

  it('registers, confirms the address, resets the password and moves to another address', async () => {
    const ada = world.person();
    await ada.registers();
    await opensLink('verify-email', ada.email);
    await page.locator('input').first().fill(PASSWORD);
    await presses();
    await says(/verified/);

    await world.post('/recover', { email: ada.email });
    await opensLink('reset-password', ada.email);
    await page.locator('input').first().fill(NEW);
    await presses();
    await says(/new password is set/);
    expect((await ada.signsIn()).status).toBe(401);

    const { body } = await world.post('/login', { email: ada.email, password: NEW });
    const headers = { authorization: `Bearer ${body.access_token}` };
    const email = `moved-${ada.email}`;
    await world.send('POST', '/me/email', { headers, body: { email, password: NEW } });
    await opensLink('confirm-email', email);
    await presses();
    await says(/new e-mail address is confirmed/);
    expect((await world.post('/login', { email, password: NEW })).status).toBe(200);
  });
});
