import { DataSource } from 'typeorm';
import { FrozenClock } from '../support/frozen-clock.js';
import { Inbox } from '../support/inbox.js';
import { mailsTo, nextToken } from '../support/mailbox.js';
import { PASSWORD } from '../support/person.js';
import { User } from '../../src/users/index.js';
import { World } from '../support/world.js';

const ATTACKERS = 'nine lives and a tail of silver';
const NEW = 'a quiet river under seven bridges';

describe('With EMAIL_VERIFICATION=optional', () => {
  const clock = new FrozenClock();
  let inbox: Inbox;
  let world: World;

  beforeAll(async () => {
    inbox = await Inbox.open();
    world = await World.open({ clock, env: { SMTP_URL: inbox.url, EMAIL_VERIFICATION: 'optional' } });
  });

  const confirms = (token: string, password = PASSWORD) => world.post('/verify-email', { token, password });

  it('an account works at once, and its address counts as confirmed after the mailed link was used', async () => {
    const ada = await world.person().signedIn();
    expect((await ada.gets('/me')).body.emailVerified).toBe(false);
    const token = await nextToken(inbox, ada.email);
    expect((await confirms(token)).status).toBe(204);
    expect((await ada.gets('/me')).body.emailVerified).toBe(true);
    expect((await confirms(token)).body.code).toBe('oneTimeToken.invalid');
  });

  it('a click alone confirms nothing: it needs the password, which a stranger’s account has another', async () => {
    const ada = world.person();
    await world.post('/register', { email: ada.email, password: ATTACKERS }); // by somebody else
    const token = await nextToken(inbox, ada.email);
    expect((await confirms(token)).body.code).toBe('auth.passwordWrong');
    const { status, body } = await world.post('/verify-email', { token });
    expect([status, body.errors[0].pointer]).toEqual([400, '#/password']);
  });

  it('the rightful owner of an address takes an account over that a stranger made with it', async () => {
    const ada = world.person();
    await world.post('/register', { email: ada.email, password: ATTACKERS });
    const attacker = await world.post('/login', { email: ada.email, password: ATTACKERS });
    await inbox.next({ to: ada.email });
    await world.post('/recover', { email: ada.email });
    const token = await nextToken(inbox, ada.email);
    await world.post('/reset-password', { token, newPassword: NEW });
    const headers = { authorization: `Bearer ${attacker.body.access_token}` };
    expect((await world.get('/me', { headers })).status).toBe(401);
    const refreshed = await world.post('/refresh', { refresh_token: attacker.body.refresh_token });
    expect(refreshed.status).toBe(400);
    expect((await world.post('/login', { email: ada.email, password: ATTACKERS })).status).toBe(401);
    expect((await world.post('/login', { email: ada.email, password: NEW })).status).toBe(200);
  });

  it('the mail is sent once more on request, while there is something to confirm', async () => {
    const ada = await world.person().signedIn();
    await nextToken(inbox, ada.email);
    expect((await ada.sends('POST', '/verify-email/resend')).status).toBe(202);
    await confirms(await nextToken(inbox, ada.email));
    expect((await ada.sends('POST', '/verify-email/resend')).status).toBe(202);
    expect(await mailsTo(world, inbox, ada.email)).toBe(2);
  });

  it('a link is good for a day, and for nothing else', async () => {
    const ada = await world.person().registered();
    const token = await nextToken(inbox, ada.email);
    const reset = await world.post('/reset-password', { token, newPassword: NEW });
    const change = await world.post('/confirm-email', { token });
    expect([reset.body.code, change.body.code]).toEqual(['oneTimeToken.invalid', 'oneTimeToken.invalid']);
    clock.advance(24 * 3600);
    expect((await confirms(token)).body.code).toBe('oneTimeToken.invalid');
  });
});

describe('With EMAIL_VERIFICATION=required', () => {
  let inbox: Inbox;
  let world: World;

  beforeAll(async () => {
    inbox = await Inbox.open();
    world = await World.open({ env: { SMTP_URL: inbox.url, EMAIL_VERIFICATION: 'required' } });
  });

  const registers = (email: string, password = PASSWORD, more: object = {}) =>
    world.post('/register', { email, password, ...more });
  const confirms = (token: string, password = PASSWORD) => world.post('/verify-email', { token, password });
  const signsIn = async (email: string, password = PASSWORD) =>
    (await world.post('/login', { email, password })).status;

  it('there is no account before the address was confirmed', async () => {
    const { email } = world.person();
    expect((await registers(email, PASSWORD, { username: 'ada', displayName: 'Ada' })).status).toBe(202);
    const token = await nextToken(inbox, email);
    expect(await signsIn(email)).toBe(401);
    expect(await accounts(email)).toBe(0);
    expect((await confirms(token)).status).toBe(204);
    expect(await signsIn(email)).toBe(200);
    expect((await confirms(token)).body.code).toBe('oneTimeToken.invalid');
    const { body } = await world.post('/login', { username: 'ada', password: PASSWORD });
    const me = await world.get('/me', { headers: { authorization: `Bearer ${body.access_token}` } });
    expect(me.body).toMatchObject({ email, emailVerified: true, displayName: 'Ada', roles: ['user'] });
  });

  it('registering answers alike for a free and a taken address, and the owner of the taken one is told, once an hour', async () => {
    const { email } = world.person();
    const free = await registers(email);
    await confirms(await nextToken(inbox, email));
    const taken = await registers(email, ATTACKERS);
    await registers(email.toUpperCase(), ATTACKERS);
    expect([taken.status, taken.body]).toEqual([202, free.body]);
    expect(comparable(taken.headers)).toEqual(comparable(free.headers));
    const { mail } = await inbox.next({ to: email });
    expect(mail.subject).toBe('You have an account at localhost:3000 already');
    expect(await mailsTo(world, inbox, email)).toBe(2);
    expect(await signsIn(email)).toBe(200);
  });

  it('whoever registers somebody else’s address first gains nothing over the owner', async () => {
    const { email } = world.person();
    await registers(email, ATTACKERS);
    const attackers = await nextToken(inbox, email);
    await registers(email);
    const owners = await nextToken(inbox, email);
    expect((await confirms(attackers)).body.code).toBe('auth.passwordWrong'); // the owner took the wrong mail
    expect((await confirms(owners)).status).toBe(204);
    expect((await confirms(attackers, ATTACKERS)).body.code).toBe('oneTimeToken.invalid');
    expect([await signsIn(email), await signsIn(email, ATTACKERS)]).toEqual([200, 401]);
  });

  it('of many confirmations at once one makes the account', async () => {
    const { email } = world.person();
    await registers(email);
    const token = await nextToken(inbox, email);
    const answers = await Promise.all(Array.from({ length: 8 }, () => confirms(token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(7).fill(400)]);
    expect(await accounts(email)).toBe(1);
  });

  it('a mailbox gets five such mails an hour at most', async () => {
    const { email } = world.person();
    for (let times = 0; times < 8; times += 1) await registers(email);
    expect(await mailsTo(world, inbox, email)).toBe(5);
  });

  it('a username that is taken is told', async () => {
    const { email } = world.person();
    expect((await registers(email, PASSWORD, { username: 'ADA' })).body.code).toBe('user.usernameTaken');
  });

  it('an account from before, whose address nobody confirmed, signs in after its password was reset', async () => {
    const relaxed = await World.open();
    const ada = await relaxed.person().registered();
    await relaxed.stop();
    const env = { SMTP_URL: inbox.url, EMAIL_VERIFICATION: 'required' };
    const strict = await World.open({ folder: relaxed.folder, env });
    const login = (password: string) => strict.post('/login', { email: ada.email, password });
    const refused = await login(PASSWORD);
    const unknown = await strict.post('/login', { email: 'nobody@example.com', password: PASSWORD });
    expect([refused.status, { ...refused.body, traceId: '' }]).toEqual([
      401,
      { ...unknown.body, traceId: '' },
    ]);
    await strict.post('/recover', { email: ada.email });
    const token = await nextToken(inbox, ada.email);
    await strict.post('/reset-password', { token, newPassword: NEW });
    expect((await login(NEW)).status).toBe(200);
    await strict.close();
  });

  const accounts = (email: string) => world.provider(DataSource).getRepository(User).countBy({ email });
});

const comparable = (headers: Headers) =>
  [...headers].filter(([name]) => !['date', 'x-request-id', 'content-length'].includes(name));
