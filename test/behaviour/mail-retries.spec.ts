import { DataSource } from 'typeorm';
import { AuditEvent } from '../../src/platform/audit/index.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { Inbox } from '../support/inbox.js';
import { deliversDue, puts, rows } from '../support/letters.js';
import { World } from '../support/world.js';

const HOUR = 3600;

describe('A mail that the server does not take', () => {
  let inbox: Inbox;
  let world: World;
  let clock: FrozenClock;
  let env: Record<string, string>;

  beforeEach(async () => {
    clock = new FrozenClock();
    inbox = await Inbox.open();
    env = { SMTP_URL: inbox.url, SMTP_TIMEOUT: '1s' };
    world = await World.open({ clock, env });
  });
  afterEach(async () => {
    await world.close();
    await inbox.close();
  });

  const later = async (seconds: number) => {
    clock.advance(seconds);
    await deliversDue(world);
  };
  const row = async () => (await rows(world))[0]!;
  const givenUp = async () => {
    const events = await world
      .provider(DataSource)
      .getRepository(AuditEvent)
      .findBy({ type: 'mail.givenUp' });
    return events.map(({ detail }) => JSON.parse(detail));
  };

  it.each([
    ['after a 451 to its content', { at: 'DATA', what: 451 }, 'EMESSAGE, 451 5.7.1 to DATA'],
    ['after a 450 to its recipient', { at: 'RCPT', what: 450 }, 'EENVELOPE, 450 5.7.1 to RCPT TO'],
    ['after the connection broke', { at: 'DATA', what: 'drop' }, 'ECONNECTION'],
    ['after the server fell silent', { at: 'DATA', what: 'hang' }, 'ETIMEDOUT'],
  ] as const)(
    'is tried again %s, under the same Message-ID, and only when it is time',
    async (_, fault, reason) => {
      inbox.fails(fault);
      await puts(world);
      await deliversDue(world);
      expect(await row()).toMatchObject({
        attempts: 1,
        sentAt: null,
        lastError: expect.stringContaining(reason),
      });
      await later(9);
      expect(inbox.received).toEqual([]);
      await later(1);
      expect(await row()).toMatchObject({ attempts: 2, sentAt: clock.now(), lastError: null });
      expect((await inbox.next()).mail.messageId).toBe(`<${(await row()).id}@localhost>`);
      await later(HOUR);
      expect(inbox.received).toHaveLength(1);
    },
  );

  it('is tried again after the server was down', async () => {
    await inbox.stop();
    await puts(world);
    await deliversDue(world);
    expect((await row()).lastError).toContain('ECONNREFUSED');
    await later(10);
    expect((await row()).attempts).toBe(2);
    await inbox.start();
    await later(19);
    expect(inbox.received).toEqual([]);
    await later(1);
    expect(inbox.received).toHaveLength(1);
  });

  it.each(['RCPT', 'DATA'] as const)(
    'is given up at once where it is refused for good: 550 to %s',
    async (at) => {
      inbox.fails({ at, what: 550 });
      await puts(world);
      await deliversDue(world);
      const { id, ...given } = await row();
      expect(given).toMatchObject({
        failedAt: clock.now(),
        sealedContent: null,
        nextAttemptAt: null,
        attempts: 1,
      });
      const reason = expect.stringContaining(`550 5.7.1 to ${at}`);
      expect(await givenUp()).toEqual([
        { mail: id, kind: 'letter', verdict: 'refused', reason, attempts: 1 },
      ]);
      await later(24 * HOUR);
      expect(inbox.attempts).toBe(1);
    },
  );

  it('waits for its password to be mended, although that is refused for good', async () => {
    const closed = await Inbox.open({ user: 'ada', password: 'right' });
    const wrong = await World.open({ clock, env: { SMTP_URL: closed.url.replace('right', 'wrong') } });
    await puts(wrong);
    await deliversDue(wrong);
    const [waiting] = await rows(wrong);
    expect([waiting!.failedAt, waiting!.lastError]).toEqual([null, 'EAUTH, 535 to AUTH PLAIN']);
    await wrong.close();
    await closed.close();
  });

  it('is given up when its next attempt would come after a day', async () => {
    await inbox.stop();
    await puts(world);
    await deliversDue(world);
    for (let hour = 0; hour < 22; hour += 1) await later(HOUR);
    expect(await givenUp()).toEqual([]);
    await later(HOUR);
    expect(await givenUp()).toEqual([expect.objectContaining({ verdict: 'expired' })]);
    await inbox.start();
    await later(HOUR);
    expect(inbox.received).toEqual([]);
  });

  it('is given up when it is of no use any more, even where nobody tried it meanwhile', async () => {
    await world.stop();
    world = await World.open({ clock, env, folder: world.folder });
    inbox.fails({ at: 'DATA', what: 451 });
    await puts(world, { expiresAt: new Date(clock.now().getTime() + 1_800_000) });
    await deliversDue(world);
    await later(1800);
    expect([await givenUp(), inbox.received]).toEqual([
      [expect.objectContaining({ verdict: 'expired' })],
      [],
    ]);
  });

  it('holds up no other', async () => {
    inbox.fails({ at: 'DATA', what: 'hang' });
    await puts(world, { to: 'slow@example.com' });
    await inbox.attempted(1);
    await puts(world, { to: 'ada@example.com' });
    await inbox.next({ to: 'ada@example.com' });
    inbox.release();
    await inbox.next({ to: 'slow@example.com' });
  });

  it('tells nothing of its content in what is kept of the failure', async () => {
    inbox.fails({ at: 'DATA', what: 550 });
    await puts(world, { token: 'sp_canary_token' });
    await deliversDue(world);
    expect(JSON.stringify([await row(), await givenUp()])).not.toContain('canary');
  });
});
