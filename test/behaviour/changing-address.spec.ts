import { DeferredWork } from '../../src/platform/deferred/index.js';
import { Inbox } from '../support/inbox.js';
import { mailsTo, nextToken } from '../support/mailbox.js';
import { PASSWORD, type Person } from '../support/person.js';
import { World } from '../support/world.js';

describe('Changing one’s e-mail address', () => {
  let inbox: Inbox;
  let world: World;
  let count = 0;

  beforeAll(async () => {
    inbox = await Inbox.open();
    world = await World.open({ env: { SMTP_URL: inbox.url } });
  });

  const newAddress = () => `moved${(count += 1)}@example.com`;
  const asks = (person: Person, email: string, password = PASSWORD) =>
    person.sends('POST', '/me/email', { body: { email, password } });
  const confirms = (token: string) => world.post('/confirm-email', { token });
  const signsIn = async (email: string) => (await world.post('/login', { email, password: PASSWORD })).status;

  it('is confirmed from the new address, and the old one is told', async () => {
    const ada = await world.person().signedIn();
    const email = newAddress();
    expect((await asks(ada, email)).status).toBe(202);
    const token = await nextToken(inbox, email);
    expect((await ada.gets('/me')).body.email).toBe(ada.email); // nothing has changed yet
    expect((await confirms(token)).status).toBe(204);
    expect([await signsIn(email), await signsIn(ada.email)]).toEqual([200, 401]);
    const { mail } = await inbox.next({ to: ada.email });
    expect(mail.subject).toBe('Your account at localhost:3000 has another e-mail address now');
    expect((await confirms(token)).body.code).toBe('oneTimeToken.invalid');
  });

  it('ends every session, and voids other mailed links', async () => {
    const ada = await world.person().signedIn();
    await world.post('/recover', { email: ada.email });
    const reset = await nextToken(inbox, ada.email);
    const email = newAddress();
    await asks(ada, email);
    await confirms(await nextToken(inbox, email));
    expect((await ada.gets('/me')).status).toBe(401);
    expect((await ada.refreshes()).status).toBe(400);
    const late = await world.post('/reset-password', {
      token: reset,
      newPassword: 'nine lives and a tail of silver',
    });
    expect(late.body.code).toBe('oneTimeToken.invalid');
  });

  it('needs the password', async () => {
    const ada = await world.person().signedIn();
    const email = newAddress();
    const { status, body } = await asks(ada, email, 'wrong horse battery staple');
    expect([status, body.code]).toEqual([403, 'auth.passwordWrong']);
    expect(await mailsTo(world, inbox, email)).toBe(0);
  });

  it('answers alike for a taken address, whose owner is told instead', async () => {
    const [ada, grace] = [await world.person().signedIn(), await world.person().signedIn()];
    const free = await asks(ada, newAddress());
    const taken = await asks(ada, grace.email);
    expect([taken.status, taken.body]).toEqual([free.status, free.body]);
    const { mail } = await inbox.next({ to: grace.email });
    expect([mail.subject, mail.text]).toEqual([
      'You have an account at localhost:3000 already',
      expect.not.stringContaining('token'),
    ]);
  });

  it('is of no effect when somebody else got the address meanwhile', async () => {
    const ada = await world.person().signedIn();
    const email = newAddress();
    await asks(ada, email);
    const token = await nextToken(inbox, email);
    await world.post('/register', { email, password: PASSWORD });
    expect((await confirms(token)).body.code).toBe('user.emailTaken');
    expect((await ada.gets('/me')).status).toBe(200);
  });

  it('is void after the password was changed, which is how an owner stops a thief', async () => {
    const ada = await world.person().signedIn();
    const email = newAddress();
    await asks(ada, email);
    const token = await nextToken(inbox, email);
    const body = { currentPassword: PASSWORD, newPassword: 'nine lives and a tail of silver' };
    await ada.sends('POST', '/me/password', { body });
    expect((await confirms(token)).body.code).toBe('oneTimeToken.invalid');
  });

  // What went wrong: the work for a thief's wish was done after the owner had taken the account back, and its link
  // was as good as new.
  it('is void after that too when nobody had come to write the mail yet', async () => {
    const ada = await world.person().signedIn();
    await world.post('/recover', { email: ada.email });
    const token = await nextToken(inbox, ada.email);
    const worker = jest.spyOn(world.provider(DeferredWork), 'catchUp').mockResolvedValue();
    const email = newAddress();
    expect((await asks(ada, email)).status).toBe(202);
    const newPassword = 'nine lives and a tail of silver';
    expect((await world.post('/reset-password', { token, newPassword })).status).toBe(204);
    worker.mockRestore();
    expect(await mailsTo(world, inbox, email)).toBe(0);
  });

  it('is void after another change of the address, in the same way', async () => {
    const ada = await world.person().signedIn();
    const [first, second] = [newAddress(), newAddress()];
    await asks(ada, first);
    const token = await nextToken(inbox, first);
    const worker = jest.spyOn(world.provider(DeferredWork), 'catchUp').mockResolvedValue();
    await asks(ada, second);
    expect((await confirms(token)).status).toBe(204);
    worker.mockRestore();
    expect(await mailsTo(world, inbox, second)).toBe(0);
  });
});
