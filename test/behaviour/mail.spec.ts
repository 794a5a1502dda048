import { DataSource } from 'typeorm';
import { MailDelivery, Outbox } from '../../src/platform/mail/index.js';
import { Inbox } from '../support/inbox.js';
import { deliversDue, letter, puts, rows } from '../support/letters.js';
import { store } from '../support/store.js';
import { World } from '../support/world.js';

describe('A mail', () => {
  let inbox: Inbox;
  let world: World;

  beforeAll(async () => {
    inbox = await Inbox.open();
    world = await World.open({ env: { SMTP_URL: inbox.url, PUBLIC_URL: 'https://auth.example.com' } });
  });
  afterAll(async () => {
    await world.close();
    await inbox.close();
  });

  it('is sent once what it tells of is committed, as text and as HTML, from no-reply at the public host', async () => {
    await puts(world);
    const { to, from, mail } = await inbox.next();
    expect([to, from]).toEqual([['ada@example.com'], 'no-reply@auth.example.com']);
    expect(mail.from).toMatchObject({ name: 'Sallyport', address: 'no-reply@auth.example.com' });
    expect(mail.to).toMatchObject([{ address: 'ada@example.com' }]);
    expect(mail.subject).toBe('For Ada');
    expect(mail.text?.trim()).toBe('Dear Ada,\n\nhttps://auth.example.com/#sp_token');
    expect(mail.html).toContain('<a href="https://auth.example.com/#sp_token">Go on</a>');
    expect(mail.headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
    );
  });

  it('does not wait for the next look at the outbox', async () => {
    const hasty = await World.open({ env: { SMTP_URL: inbox.url } });
    await deliversDue(hasty);
    await hasty.provider(MailDelivery)['poll'].stop();
    await puts(hasty, { to: 'hasty@example.com' });
    await inbox.next({ to: 'hasty@example.com' });
    await hasty.close();
  });

  it('is not sent where the change it tells of is rolled back', async () => {
    const change = world.provider(DataSource).transaction(async (tx) => {
      const values = { name: 'Eve', token: 'x' };
      await world.provider(Outbox).put({ to: 'eve@example.com', template: letter, values }, tx);
      throw new Error('refused');
    });
    await expect(change).rejects.toThrow('refused');
    await deliversDue(world);
    expect((await rows(world)).map(({ recipient }) => recipient)).not.toContain('eve@example.com');
    expect(inbox.received.flatMap(({ to }) => to)).not.toContain('eve@example.com');
  });

  it.each(['zoë@example.com', 'ada@bücher.example', '用户@例子.广告', "o'hara+x@example.com"])(
    'reaches an address beyond ASCII: %s',
    async (to) => {
      await puts(world, { to, name: 'Zoë 🚀 用户' });
      const { mail, ...received } = await inbox.next();
      expect(received.to[0]?.normalize('NFC')).toBe(to);
      expect(mail.subject).toBe('For Zoë 🚀 用户');
      expect(mail.text).toContain('Dear Zoë 🚀 用户,');
    },
  );

  it.each(['\r\n', '\n', '\r', '\r\n\r\n'])('takes no header out of a name: %j', async (lineBreak) => {
    await puts(world, { name: `Ada${lineBreak}Bcc: eve@example.com${lineBreak}X-Evil: 1` });
    const { to, mail, raw } = await inbox.next();
    expect(to).toEqual(['ada@example.com']);
    expect(mail.subject).toBe('For Ada Bcc: eve@example.com X-Evil: 1');
    expect([mail.bcc, raw.match(/^(Bcc|X-Evil):/im)]).toEqual([undefined, null]);
  });

  it.each([
    'ada@example.com, eve@example.com',
    'ada@example.com\r\nBcc: eve@example.com',
    'Ada <ada@example.com>',
    'ada@example.com>\r\nRCPT TO:<eve@example.com',
    'a"b"@example.com',
    'ada',
    '',
  ])('goes to one bare address only, not to %j', async (to) => {
    await expect(puts(world, { to })).rejects.toThrow('one bare address');
  });

  it('is kept sealed while it waits, and wiped when it was sent', async () => {
    const before = await rows(world);
    inbox.fails({ at: 'DATA', what: 451 });
    await puts(world, { token: 'sp_canary_token', name: 'Canary' });
    await deliversDue(world);
    const secrets = ['sp_canary_token', 'Dear Canary', 'For Canary'];
    const waiting = (await rows(world)).at(-1)!;
    expect([waiting.lastError, waiting.sealedContent?.length]).toEqual([
      expect.any(String),
      expect.any(Number),
    ]);
    const content = await store.contentOf(world.folder);
    expect(secrets.filter((secret) => content.includes(secret))).toEqual([]);
    expect(content).toContain(waiting.id); // it is the right file
    expect(before.every(({ sentAt, sealedContent }) => sentAt && sealedContent === null)).toBe(true);
  });

  it('opens in its own row only, and goes where it was sealed to go, whatever its row says', async () => {
    inbox.fails({ at: 'DATA', what: 451 });
    const other = await World.open({ env: { SMTP_URL: inbox.url } });
    await puts(other, { to: 'grace@example.com', token: 'for-grace' });
    await deliversDue(other);
    const update = (sql: string) => other.provider(DataSource).query(sql);
    await update(`UPDATE outgoing_mails SET recipient = 'eve@example.com', "nextAttemptAt" = 0`);
    await update(
      `INSERT INTO outgoing_mails SELECT 'moved', 'eve@example.com', kind, "sealedContent", NULL, "createdAt", "expiresAt", 0, 0, NULL, NULL, NULL FROM outgoing_mails`,
    );
    await deliversDue(other);
    expect((await inbox.next({ to: 'grace@example.com' })).mail.text).toContain('for-grace');
    expect(inbox.received.flatMap(({ to }) => to)).not.toContain('eve@example.com');
    expect((await rows(other)).find(({ id }) => id === 'moved')?.lastError).toContain('another master key');
    await other.close();
  });
});

describe('The mail server', () => {
  it('is signed in to with the user and password of SMTP_URL, decoded', async () => {
    const inbox = await Inbox.open({ user: 'ada@example.com', password: 'p@ss:w/rd%' });
    const world = await World.open({
      env: { SMTP_URL: inbox.url, MAIL_FROM: 'Zoë, Inc. <zoe@example.com>' },
    });
    await puts(world);
    const { mail } = await inbox.next();
    expect(mail.from).toMatchObject({ name: 'Zoë, Inc.', address: 'zoe@example.com' });
    await world.close();
    await inbox.close();
  });

  it('gets no mail unencrypted, unless it is this machine or the operator allows it', async () => {
    const inbox = await Inbox.open();
    const SMTP_URL = inbox.url.replace('localhost', '0.0.0.0'); // this machine by a name that does not tell
    const strict = await World.open({ env: { SMTP_URL } });
    await puts(strict);
    await deliversDue(strict);
    const [waiting] = await rows(strict);
    expect([waiting!.lastError, waiting!.sentAt, inbox.attempts]).toEqual(['ETLS, 500 to STARTTLS', null, 0]);
    await strict.close();
    const lax = await World.open({ env: { SMTP_URL, SMTP_ALLOW_PLAINTEXT: 'true' } });
    await puts(lax);
    await inbox.next();
    await lax.close();
    await inbox.close();
  });
});
