import { hash } from 'node:crypto';
import { get } from 'node:http';
import { Inbox } from '../support/inbox.js';
import { deliversDue, puts, rows } from '../support/letters.js';
import { World } from '../support/world.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  PUBLIC_URL: 'https://auth.example.com',
};
const json = { headers: { accept: 'application/json' } };

/** With a Host of one's own, which fetch does not allow. */
const statusFor = (url: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((done, failed) => {
    get(`${url}/dev/inbox`, { headers, agent: false }, (answer) => {
      answer.resume();
      done(answer.statusCode);
    }).once('error', failed);
  });

describe('/dev/inbox', () => {
  let world: World;

  beforeEach(async () => {
    world = await World.open();
  });
  afterEach(() => world.close());

  it('shows the mails that no SMTP_URL takes, the newest first, with links to follow', async () => {
    await puts(world, { to: 'ada@example.com', token: 'first' });
    await deliversDue(world);
    await puts(world, { to: 'grace@example.com', token: 'second&x=1' });
    await deliversDue(world);
    const { status, headers, body } = await world.get('/dev/inbox');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body.indexOf('grace@example.com')).toBeLessThan(body.indexOf('ada@example.com'));
    const link = 'https://auth.example.com/#second&amp;x=1';
    expect(body).toContain(`<a href="${link}">${link}</a>`);
    expect((await rows(world)).every(({ sentAt }) => sentAt !== null)).toBe(true);
  });

  it('answers JSON to whom asks for it', async () => {
    await puts(world);
    await deliversDue(world);
    const { body } = await world.get('/dev/inbox', json);
    expect(body.mails).toEqual([expect.objectContaining({ to: 'ada@example.com', subject: 'For Ada' })]);
    expect(body.mails[0].text).toContain('#sp_token');
  });

  it('keeps the last fifty', async () => {
    for (let number = 0; number < 52; number += 1) await puts(world, { to: `person${number}@example.com` });
    await deliversDue(world);
    const { mails } = (await world.get('/dev/inbox', json)).body;
    expect(mails).toHaveLength(50);
  });

  it('shows what is in a mail as text only', async () => {
    await puts(world, { name: `<script>alert(1)</script><a href='x'>"&` });
    await puts(world, { token: `"><img src=x>` });
    await deliversDue(world);
    const { body, headers } = await world.get('/dev/inbox');
    expect(body).toContain('&lt;script&gt;');
    expect(body).not.toMatch(/<script|<img|href='x'/);
    const style = /<style>([^]*)<\/style>/.exec(body)![1]!;
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    );
  });

  it('is for this machine only: not for a name that was made to lead here, nor through a proxy', async () => {
    const port = new URL(world.url).port;
    expect(await statusFor(world.url, { host: `localhost:${port}` })).toBe(200);
    expect(await statusFor(world.url, { host: `evil.example:${port}` })).toBe(404);
    expect(await statusFor(world.url, { host: `localhost:${port}`, 'x-forwarded-for': '127.0.0.1' })).toBe(
      404,
    );
    expect(await statusFor(world.url, { host: `localhost:${port}`, forwarded: 'for=127.0.0.1' })).toBe(404);
    const remote = await World.open({ env: { DEV_INBOX_REMOTE: 'true' } });
    expect(await statusFor(remote.url, { host: 'evil.example' })).toBe(200);
    await remote.close();
  });
});

describe('There is no /dev/inbox', () => {
  const answerOf = async (env: Record<string, string>) => {
    const world = await World.open({ env });
    const { status, body } = await world.get('/dev/inbox');
    const isServed = world.served.includes('/dev/inbox');
    await world.close();
    return [status, body.code, isServed];
  };

  it('in production, whatever else is set', async () => {
    expect(await answerOf(PRODUCTION)).toEqual([404, 'request.notFound', false]);
    expect(await answerOf({ ...PRODUCTION, DEV_INBOX_REMOTE: 'true' })).toEqual([
      404,
      'request.notFound',
      false,
    ]);
  });

  it('where mails are sent', async () => {
    const inbox = await Inbox.open();
    expect(await answerOf({ SMTP_URL: inbox.url })).toEqual([404, 'request.notFound', false]);
    await inbox.close();
  });
});

describe('A mail in production without SMTP_URL', () => {
  it('waits for one', async () => {
    const world = await World.open({ env: PRODUCTION });
    await puts(world);
    await deliversDue(world);
    expect(await rows(world)).toMatchObject([
      { sentAt: null, failedAt: null, lastError: 'SMTP_URL is not set' },
    ]);
    await world.close();
  });
});
