import { AccountStanding } from '../../src/auth/index.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { Inbox } from '../support/inbox.js';
import { mailsTo, nextToken } from '../support/mailbox.js';
import { PASSWORD, type Person } from '../support/person.js';
import { store } from '../support/store.js';
import { World } from '../support/world.js';

const NEW = 'nine lives and a tail of silver';

describe('Who has forgotten the password', () => {
  const clock = new FrozenClock();
  let inbox: Inbox;
  let world: World;

  beforeAll(async () => {
    inbox = await Inbox.open();
    world = await World.open({ clock, env: { SMTP_URL: inbox.url } });
  });

  const recovers = (email: string) => world.post('/recover', { email });
  const resets = (token: string, newPassword = NEW) => world.post('/reset-password', { token, newPassword });
  const tokenFor = async (person: Person) => {
    await recovers(person.email);
    return nextToken(inbox, person.email);
  };
  const signsIn = async (person: Person, password: string) =>
    (await world.post('/login', { email: person.email, password })).status;

  it('gets a link that changes it, and is told', async () => {
    const ada = await world.person().registered();
    const token = await tokenFor(ada);
    expect((await resets(token)).status).toBe(204);
    expect(await signsIn(ada, PASSWORD)).toBe(401);
    expect(await signsIn(ada, NEW)).toBe(200);
    const { mail } = await inbox.next({ to: ada.email });
    expect(mail.subject).toBe('Your password for localhost:3000 was changed');
  });

  it('is signed out everywhere by it, with every kind of token', async () => {
    const ada = await world.person().signedIn();
    const onPhone = await ada.onAnotherDevice({ token_format: 'opaque' });
    await resets(await tokenFor(ada));
    for (const person of [ada, onPhone]) {
      expect((await person.gets('/me')).status).toBe(401);
      expect((await person.refreshes()).status).toBe(400);
    }
  });

  it('may use a link once', async () => {
    const ada = await world.person().registered();
    const token = await tokenFor(ada);
    const answers = await Promise.all(Array.from({ length: 10 }, () => resets(token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(9).fill(400)]);
    expect((await resets(token)).body.code).toBe('oneTimeToken.invalid');
  });

  it('may try again with the same link when the new password is refused', async () => {
    const ada = await world.person().registered();
    const token = await tokenFor(ada);
    const { status, body } = await resets(token, 'short');
    expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'password.tooShort', '#/newPassword']);
    expect((await resets(token, ada.email.repeat(2))).body.code).toBe('password.tooPersonal');
    expect((await resets(token)).status).toBe(204);
  });

  it('has half an hour for it', async () => {
    const ada = await world.person().registered();
    const [early, late] = [await tokenFor(ada), await tokenFor(ada)];
    clock.advance(30 * 60 - 1);
    expect((await resets(early)).status).toBe(204);
    const again = await tokenFor(ada);
    clock.advance(30 * 60);
    expect((await resets(again)).body.code).toBe('oneTimeToken.invalid');
    expect((await resets(late)).body.code).toBe('oneTimeToken.invalid');
  });

  it('finds every other link void after any change of the password', async () => {
    const ada = await world.person().signedIn();
    const [first, second] = [await tokenFor(ada), await tokenFor(ada)];
    await resets(first);
    expect((await resets(second)).body.code).toBe('oneTimeToken.invalid');
    const grace = await world.person().signedIn();
    const token = await tokenFor(grace);
    await grace.sends('POST', '/me/password', { body: { currentPassword: PASSWORD, newPassword: NEW } });
    expect((await resets(token)).body.code).toBe('oneTimeToken.invalid');
  });

  it('shows by it that the address is theirs', async () => {
    const ada = await world.person().registered();
    await resets(await tokenFor(ada));
    const { body } = await world.post('/login', { email: ada.email, password: NEW });
    const me = await world.get('/me', { headers: { authorization: `Bearer ${body.access_token}` } });
    expect(me.body.emailVerified).toBe(true);
  });

  it('gets the mail at the address of the account, however it was spelled', async () => {
    const ada = await world.person().registered();
    await recovers(ada.email.toUpperCase());
    expect((await inbox.next({ to: ada.email })).to).toEqual([ada.email]);
  });

  it('gets five mails an hour at most, whoever asks for them', async () => {
    const ada = await world.person().registered();
    for (let times = 0; times < 8; times += 1) await recovers(ada.email);
    expect(await mailsTo(world, inbox, ada.email)).toBe(5);
  });

  it('gets the same answer as somebody who has no account, and no mail goes to a look-alike', async () => {
    const ada = await world.person('look').registered();
    const known = await recovers(ada.email);
    const unknown = await recovers('lооk@example.com'); // with Cyrillic letters
    expect([known.status, known.body]).toEqual([202, unknown.body]);
    expect(unknown.status).toBe(202);
    expect(comparable(known.headers)).toEqual(comparable(unknown.headers));
    expect(await mailsTo(world, inbox, 'lооk@example.com')).toBe(0);
  });

  it('gets none when the account is disabled, and a link from before is void', async () => {
    const ada = await world.person().signedIn();
    const token = await tokenFor(ada);
    await world.provider(AccountStanding).disable(ada.claims.sub as string);
    expect((await resets(token)).body.code).toBe('oneTimeToken.invalid');
    const before = await mailsTo(world, inbox, ada.email);
    await recovers(ada.email);
    expect(await mailsTo(world, inbox, ada.email)).toBe(before);
  });

  it('uses a password again that too many wrong attempts had disabled', async () => {
    const strict = await World.open({ env: { SMTP_URL: inbox.url, LIMIT_PASSWORD_FAILURES: '2' } });
    const ada = await strict.person().registered();
    const login = (password: string) => strict.post('/login', { email: ada.email, password });
    for (const wrong of ['wrong horse battery staple', 'other horse battery staple']) await login(wrong);
    expect((await login(PASSWORD)).status).toBe(401);
    await strict.post('/recover', { email: ada.email });
    const token = await nextToken(inbox, ada.email);
    expect((await strict.post('/reset-password', { token, newPassword: NEW })).status).toBe(204);
    expect((await login(NEW)).status).toBe(200);
    await strict.close();
  });

  it('finds the link in the mail only: the database holds no token', async () => {
    const ada = await world.person().registered();
    const token = await tokenFor(ada);
    const content = await store.contentOf(world.folder);
    expect(content).toContain(ada.email);
    expect(content).not.toContain(token);
  });
});

const comparable = (headers: Headers) =>
  [...headers].filter(([name]) => !['date', 'x-request-id', 'content-length'].includes(name));
