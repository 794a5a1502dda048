import { DataSource, In } from 'typeorm';
import { AccountStanding } from '../../src/auth/index.js';
import { AuditEvent } from '../../src/platform/audit/index.js';
import { newId } from '../../src/platform/database/index.js';
import { BrowserPage } from '../support/browser-session.js';
import { FrozenClock } from '../support/frozen-clock.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

describe.each(['jwt', 'opaque'] as const)('With tokens in the format %s', (token_format) => {
  let world: World;
  let ada: Person;
  let phone: Person;
  let page: BrowserPage;
  let standing: AccountStanding;

  beforeAll(async () => {
    world = await World.open({ clock: new FrozenClock() });
    standing = world.provider(AccountStanding);
  });
  beforeEach(async () => {
    ada = await world.person().signedIn({ token_format });
    phone = await ada.onAnotherDevice({ token_format });
    page = new BrowserPage(world);
    await page.signsIn(ada.email);
    expect((await ada.gets('/me')).status).toBe(200); // remembered as verified from here on
  });
  afterAll(() => world.close());

  const idOf = async (person: Person): Promise<string> => (await person.gets('/me')).body.id;

  const allRefused = async () => {
    expect((await ada.gets('/me')).status).toBe(401);
    expect((await phone.gets('/me')).status).toBe(401);
    expect((await page.sends('GET', '/me')).status).toBe(401);
    expect((await ada.refreshes()).status).toBe(400);
    expect((await phone.refreshes()).status).toBe(400);
    expect((await page.sends('POST', '/refresh')).status).toBe(400);
  };

  it('a change of password ends every session and opens a new one for who changed it', async () => {
    const newPassword = 'nine lives and a tail of silver';
    const body = { currentPassword: ada.password, newPassword };
    const answer = await ada.sends('POST', '/me/password', { body });
    expect(answer.status).toBe(200);
    const headers = { authorization: `Bearer ${answer.body.access_token}` };
    expect((await world.get('/me', { headers })).status).toBe(200);
    await allRefused();
    expect((await ada.signsIn()).status).toBe(401);
    expect((await world.post('/login', { email: ada.email, password: newPassword })).status).toBe(200);
  });

  // What went wrong: a sign-in hashed the old password, and opened its session after the change had ended all others.
  it('a sign-in with the old password that a change of it overtakes opens no session that lives', async () => {
    const body = { currentPassword: ada.password, newPassword: 'nine lives and a tail of silver' };
    const credentials = { email: ada.email, password: ada.password, token_format };
    const signIns = Array.from({ length: 12 }, () => world.post('/login', credentials));
    const [change, ...answers] = await Promise.all([ada.sends('POST', '/me/password', { body }), ...signIns]);
    expect(change.status).toBe(200);
    for (const { body } of answers.filter(({ status }) => status === 200))
      expect((await ada.refreshes(body.refresh_token)).status).toBe(400);
  });

  it('a change of password needs the current one, and a good new one', async () => {
    const change = (body: object) => ada.sends('POST', '/me/password', { body });
    const newPassword = 'nine lives and a tail of silver';
    expect((await change({ currentPassword: 'wrong', newPassword })).body.code).toBe('auth.passwordWrong');
    const short = await change({ currentPassword: ada.password, newPassword: 'short' });
    expect([short.body.code, short.body.errors[0].pointer]).toEqual(['password.tooShort', '#/newPassword']);
    expect((await change({ newPassword })).body.code).toBe('request.invalid');
    expect((await phone.gets('/me')).status).toBe(200);
  });

  it('two changes of password at once: one wins, and the other changes nothing', async () => {
    const change = (newPassword: string) =>
      ada.sends('POST', '/me/password', { body: { currentPassword: ada.password, newPassword } });
    const answers = await Promise.all([
      change('the first of two new passwords'),
      change('the other of two new passwords'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  it('a disabled account is refused everywhere, and nobody can sign in to it', async () => {
    const id = await idOf(ada);
    await standing.disable(id);
    await allRefused();
    expect((await ada.signsIn()).body.code).toBe('auth.invalidCredentials');
    await standing.enable(id);
    await allRefused();
    expect((await ada.signsIn()).status).toBe(200);
  });

  it('a deleted account is refused everywhere, and its address is free again', async () => {
    await standing.remove(await idOf(ada));
    await allRefused();
    expect((await ada.signsIn()).status).toBe(401);
    expect((await ada.registers()).status).toBe(201);
  });

  it('a change of an account that there is not, or not any more, says so and leaves no trace', async () => {
    const id = await idOf(ada);
    const never = newId();
    await standing.remove(id);
    // Of these two alone: what earlier tests were refused is recorded a second later.
    const records = () =>
      world
        .provider(DataSource)
        .getRepository(AuditEvent)
        .countBy({ userId: In([id, never]) });
    const before = await records();
    const notFound = { entry: { code: 'user.notFound', status: 404 } };
    for (const nobody of [id, never]) {
      for (const change of ['disable', 'enable', 'remove'] as const)
        await expect(standing[change](nobody)).rejects.toMatchObject(notFound);
      for (const change of ['giveRole', 'takeRole'] as const)
        await expect(standing[change](nobody, 'admin')).rejects.toMatchObject(notFound);
    }
    expect(await records()).toBe(before);
  });

  it('a role given or taken bites on the next request; the sessions live on', async () => {
    await world.administrator(); // whose role is not the one that is taken
    const id = await idOf(ada);
    await standing.giveRole(id, 'admin');
    expect((await ada.gets('/reports')).body.code).toBe('token.revoked');
    await ada.refreshes();
    expect((await ada.gets('/reports')).status).toBe(200);
    await standing.takeRole(id, 'admin');
    expect((await ada.gets('/reports')).status).toBe(401);
    await ada.refreshes();
    expect((await ada.gets('/reports')).status).toBe(403);
    expect((await page.sends('POST', '/refresh')).status).toBe(200);
    expect((await page.sends('GET', '/me')).status).toBe(200);
  });
});
