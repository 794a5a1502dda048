import { FrozenClock } from '../support/frozen-clock.js';
import { Inbox } from '../support/inbox.js';
import { mailsTo, nextToken } from '../support/mailbox.js';
import { PASSWORD } from '../support/person.js';
import { World } from '../support/world.js';

const NEW = 'nine lives and a tail of silver';

describe('The mailbox of somebody who never came here gets five mails of a kind an hour at most', () => {
  const clock = new FrozenClock();
  let inbox: Inbox;
  let world: World;
  let strangers = 0;

  beforeAll(async () => {
    inbox = await Inbox.open();
    world = await World.open({ clock, env: { SMTP_URL: inbox.url } });
  });

  const victim = () => `victim${(strangers += 1)}@example.com`;
  const bearer = async (email: string, password: string) => {
    const { body } = await world.post('/login', { email, password });
    return { authorization: `Bearer ${body.access_token}` };
  };

  it('from accounts that are made with its address and closed, again and again', async () => {
    const email = victim();
    for (let times = 0; times < 8; times += 1) {
      await world.post('/register', { email, password: PASSWORD });
      const headers = await bearer(email, PASSWORD);
      expect((await world.send('DELETE', '/me', { body: { password: PASSWORD }, headers })).status).toBe(204);
    }
    expect(await mailsTo(world, inbox, email)).toBe(5);
  });

  it('from an account with its address whose password is changed all the time', async () => {
    const email = victim();
    await world.post('/register', { email, password: PASSWORD });
    const passwords = Array.from({ length: 9 }, (_, nth) => (nth % 2 === 0 ? PASSWORD : NEW));
    for (const [nth, newPassword] of passwords.slice(1).entries()) {
      const currentPassword = passwords[nth] as string;
      const headers = await bearer(email, currentPassword);
      const { status } = await world.post('/me/password', { currentPassword, newPassword }, headers);
      expect(status).toBe(200);
    }
    expect(await mailsTo(world, inbox, email)).toBe(5);
  });

  it('from several accounts that all want to have its address, in any spelling', async () => {
    const email = victim();
    const shouted = email.replace('victim', 'VICTIM');
    for (let account = 0; account < 3; account += 1) {
      const ada = await world.person().signedIn();
      for (let times = 0; times < 3; times += 1) {
        const spelling = times === 0 ? shouted : email;
        await ada.sends('POST', '/me/email', { body: { email: spelling, password: PASSWORD } });
      }
    }
    const all = (await mailsTo(world, inbox, email)) + (await mailsTo(world, inbox, shouted));
    expect(all).toBe(5);
  });

  it('and again in the next hour', async () => {
    const ada = await world.person().registered();
    for (let times = 0; times < 7; times += 1) await world.post('/recover', { email: ada.email });
    expect(await mailsTo(world, inbox, ada.email)).toBe(5);
    clock.advance(3600);
    await world.post('/recover', { email: ada.email });
    expect(await mailsTo(world, inbox, ada.email)).toBe(6);
  });
});

describe('Whoever registers somebody else’s address five times', () => {
  // What went wrong: the links of the five were good for a day, and as long the owner got no mail.
  it('keeps its owner out for an hour at most', async () => {
    const clock = new FrozenClock();
    const inbox = await Inbox.open();
    const world = await World.open({ clock, env: { SMTP_URL: inbox.url, EMAIL_VERIFICATION: 'required' } });
    const email = 'owner@example.com';
    for (let times = 0; times < 6; times += 1) await world.post('/register', { email, password: NEW });
    expect(await mailsTo(world, inbox, email)).toBe(5);
    for (let times = 0; times < 5; times += 1) await nextToken(inbox, email);
    clock.advance(3600);
    await world.post('/register', { email, password: PASSWORD });
    const token = await nextToken(inbox, email);
    expect((await world.post('/verify-email', { token, password: PASSWORD })).status).toBe(204);
  });
});
