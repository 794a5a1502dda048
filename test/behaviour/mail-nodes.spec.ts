import { MailDelivery } from '../../src/platform/mail/index.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { Inbox } from '../support/inbox.js';
import { deliversDue, puts, rows } from '../support/letters.js';
import { World } from '../support/world.js';

describe('A mail in the outbox', () => {
  let inbox: Inbox;
  let clock: FrozenClock;
  let env: Record<string, string>;

  beforeEach(async () => {
    clock = new FrozenClock();
    inbox = await Inbox.open();
    env = { SMTP_URL: inbox.url };
  });
  afterEach(() => inbox.close());

  it('survives a restart', async () => {
    await inbox.stop();
    const first = await World.open({ clock, env });
    await puts(first);
    await deliversDue(first);
    await first.stop();
    await inbox.start();
    clock.advance(10);
    const second = await World.open({ clock, env, folder: first.folder });
    expect((await inbox.next()).to).toEqual(['ada@example.com']);
    await second.close();
  });

  it('goes out once, however many nodes and wake-ups there are', async () => {
    const one = await World.open({ clock, env });
    const two = await World.open({ clock, env, folder: one.folder });
    await inbox.stop();
    for (let number = 0; number < 12; number += 1) await puts(one, { to: `person${number}@example.com` });
    await Promise.all([deliversDue(one), deliversDue(two)]);
    await inbox.start();
    clock.advance(3600);
    await Promise.all([one, two, one, two].map(deliversDue));
    await Promise.all([one, two].map(deliversDue));
    const recipients = inbox.received.flatMap(({ to }) => to);
    expect(recipients.sort()).toEqual(Array.from({ length: 12 }, (_, n) => `person${n}@example.com`).sort());
    expect((await rows(two)).every(({ sentAt }) => sentAt !== null)).toBe(true);
    await two.stop();
    await one.close();
  });

  it('is left to the node that has it on its way, and to another once that one is gone for a minute', async () => {
    const one = await World.open({ clock, env });
    inbox.fails({ at: 'DATA', what: 'hang' });
    await puts(one);
    await inbox.attempted(1);
    const two = await World.open({ clock, env, folder: one.folder });
    clock.advance(59);
    await deliversDue(two);
    expect(inbox.attempts).toBe(1);
    clock.advance(1);
    await deliversDue(two); // as if the first had died
    const { mail } = await inbox.next();
    inbox.release();
    expect((await inbox.next()).mail.messageId).toBe(mail.messageId); // it had not: they can be told for the same
    expect(await rows(two)).toMatchObject([{ attempts: 2, sentAt: expect.any(Date) }]);
    await two.stop();
    await one.close();
  });

  it('stays with a node that takes long and lives', async () => {
    const one = await World.open({ clock, env });
    inbox.fails({ at: 'DATA', what: 'hang' });
    await puts(one);
    await inbox.attempted(1);
    const two = await World.open({ clock, env, folder: one.folder });
    for (let minute = 0; minute < 3; minute += 1) {
      clock.advance(50);
      await one.provider(MailDelivery)['tick'](); // as every few seconds
      await deliversDue(two);
    }
    inbox.release();
    await inbox.next();
    expect(inbox.attempts).toBe(1);
    await two.stop();
    await one.close();
  });

  it('is sent once of those with the same key, and each of those without', async () => {
    const world = await World.open({ clock, env });
    await puts(world, { dedupeKey: 'recover:1', to: 'first@example.com' });
    await puts(world, { dedupeKey: 'recover:1', to: 'second@example.com' });
    await deliversDue(world);
    await puts(world, { dedupeKey: 'recover:1', to: 'third@example.com' });
    await puts(world, { to: 'fourth@example.com' });
    await puts(world, { to: 'fourth@example.com' });
    await deliversDue(world);
    const recipients = inbox.received.flatMap(({ to }) => to);
    expect(recipients.sort()).toEqual(['first@example.com', 'fourth@example.com', 'fourth@example.com']);
    await world.close();
  });

  it('is finished before a server stops', async () => {
    const world = await World.open({ clock, env });
    inbox.fails({ at: 'DATA', what: 'hang' });
    await puts(world);
    await inbox.attempted(1);
    const stopping = world.stop();
    inbox.release();
    await stopping;
    expect(inbox.received).toHaveLength(1);
    const again = await World.open({ clock, env, folder: world.folder });
    expect(await rows(again)).toMatchObject([{ sentAt: expect.any(Date), attempts: 1 }]);
    await again.close();
  });

  it('is forgotten a month after it was sent', async () => {
    const world = await World.open({ clock, env });
    await puts(world);
    await deliversDue(world);
    await world.stop();
    clock.advance(30 * 86_400);
    const again = await World.open({ clock, env, folder: world.folder });
    expect(await rows(again)).toHaveLength(1);
    await again.stop();
    clock.advance(1);
    const last = await World.open({ clock, env, folder: world.folder });
    await deliversDue(last);
    expect(await rows(last)).toEqual([]);
    await last.close();
  });
});
