import { DataSource } from 'typeorm';
import { AccountStanding, Accounts } from '../../src/auth/index.js';
import { AuditEvent, AuditTally } from '../../src/platform/audit/index.js';
import { PASSWORD, type Person } from '../support/person.js';
import { World } from '../support/world.js';

const ADDRESS = '203.0.113.7';
const FROM = { 'x-forwarded-for': ADDRESS };
const WRONG = 'not the password of anybody';

describe('The audit log', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open({ env: { TRUSTED_PROXIES: 'loopback' } });
  });
  afterAll(() => world.close());

  const events = () => world.provider(DataSource).getRepository(AuditEvent);
  const about = (person: Person, type?: string) =>
    events().find({
      where: { userId: person.claims.sub as string, ...(type && { type }) },
      order: { seq: 'ASC' },
    });
  const last = async (type: string) => {
    await world.provider(AuditTally).save();
    const [event] = await events().find({ where: { type }, order: { seq: 'DESC' }, take: 1 });
    return event!;
  };
  const login = (email: string, password: string) => world.post('/login', { email, password }, FROM);

  it('tells of a sign-in who it was, on which session, from where, and by which request', async () => {
    const ada = await world.person().registered();
    const { headers, body } = await login(ada.email, PASSWORD);
    ada.accessToken = body.access_token;
    const [event] = await about(ada, 'session.opened');
    expect(event).toMatchObject({
      outcome: 'success',
      actor: ada.claims.sub,
      sessionId: ada.claims.sid,
      address: ADDRESS,
      requestId: headers.get('x-request-id'),
    });
    expect(JSON.parse(event!.detail)).toMatchObject({ amr: ['pwd'], transport: 'bearer' });
  });

  it('tells of an account that was made by whom, and with which roles', async () => {
    const ada = await world.person().signedIn();
    const [event] = await about(ada, 'user.created');
    expect([event!.actor, JSON.parse(event!.detail)]).toEqual(['anonymous', { roles: ['user'] }]);
    const { user } = await world
      .provider(Accounts)
      .create({ email: 'made@example.com', password: PASSWORD }, ['admin']);
    const made = await events().findOneByOrFail({ userId: user.id, type: 'user.created' });
    expect([made.actor, made.address, JSON.parse(made.detail)]).toEqual([
      'system',
      null,
      { roles: ['admin', 'user'] },
    ]);
  });

  it.each([
    ['an unknown account', 'unknownAccount', async () => login('nobody@example.com', WRONG)],
    [
      'a wrong password',
      'wrongPassword',
      async () => login((await world.person().registered()).email, WRONG),
    ],
    [
      'a disabled account',
      'accountMayNotSignIn',
      async () => {
        const eve = await world.person().signedIn();
        await world.provider(AccountStanding).disable(eve.claims.sub as string);
        return login(eve.email, PASSWORD);
      },
    ],
  ])('tells the operator why a sign-in was refused: %s', async (_, reason, attempt) => {
    const { status, headers } = await attempt();
    expect(status).toBe(401);
    const event = await last('signIn.refused');
    const from = {
      outcome: 'failure',
      actor: 'anonymous',
      address: ADDRESS,
      requestId: headers.get('x-request-id'),
    };
    expect(event).toMatchObject(from);
    expect(JSON.parse(event.detail)).toEqual({ reason });
    expect(event.userId === null).toBe(reason === 'unknownAccount');
  });

  it('tells of a password that was asked for again and was wrong', async () => {
    const ada = await world.person().signedIn();
    await ada.sends('DELETE', '/me', { body: { password: WRONG }, headers: FROM });
    const event = await last('password.refused');
    expect(event).toMatchObject({
      userId: ada.claims.sub,
      actor: ada.claims.sub,
      outcome: 'failure',
      address: ADDRESS,
    });
  });

  it('counts refusals that are alike, in one record a minute, however many there are', async () => {
    const ada = await world.person().signedIn();
    const tally = world.provider(AuditTally);
    await login(ada.email, WRONG);
    await tally.save();
    for (let time = 0; time < 12; time += 1) await login(ada.email, WRONG);
    await tally.save();
    const [first, rest, ...more] = await about(ada, 'signIn.refused');
    expect([JSON.parse(first!.detail), more]).toEqual([{ reason: 'wrongPassword' }, []]);
    expect(JSON.parse(rest!.detail)).toMatchObject({
      reason: 'wrongPassword',
      count: 12,
      until: expect.any(String),
    });
  });

  it('stays small under a flood from everywhere', async () => {
    const before = await events().count();
    const tally = world.provider(AuditTally);
    for (let times = 0; times < 5000; times += 1)
      tally.note({ type: 'signIn.refused', detail: { reason: `${times}` } });
    await tally.save();
    expect((await events().count()) - before).toBeLessThan(100);
    expect(JSON.parse((await last('signIn.refused')).detail).count).toBeGreaterThan(4900);
  });

  it('names no one by anything but an id, and holds no secret', async () => {
    const ada = await world.person('a-name-like-no-other').signedIn();
    const made = await ada.sends('POST', '/api-keys', { body: { name: 'a key like no other' } });
    await login(ada.email, 'a password like no other');
    await world.post('/login', { email: 'typed-password-like-no-other', password: WRONG });
    await ada.sends('DELETE', `/api-keys/${made.body.id}`);
    await ada.sends('DELETE', '/me', { body: { password: PASSWORD } });
    await world.provider(AuditTally).save();
    const all = JSON.stringify(await events().find());
    expect(all).not.toMatch(/like.no.other/);
    for (const secret of [made.body.key, ada.accessToken, ada.refreshToken, PASSWORD])
      expect(all).not.toContain(secret);
  });

  it('holds nothing of a change that did not happen', async () => {
    const before = await events().count();
    const taken = world
      .provider(Accounts)
      .create({ email: 'x1@example.com', password: PASSWORD }, ['no such role']);
    await expect(taken).rejects.toThrow();
    const along = async () => { throw new Error('too late'); }; // prettier-ignore
    const undone = world
      .provider(Accounts)
      .create({ email: 'x2@example.com', password: PASSWORD }, [], along);
    await expect(undone).rejects.toThrow('too late');
    expect(await events().count()).toBe(before);
  });

  it('says whose API key it was that spoke', async () => {
    const root = await world.administrator();
    const { id, key } = (await root.sends('POST', '/api-keys', { body: { name: 'siem' } })).body;
    const headers = { authorization: `Bearer ${key}` };
    expect((await world.get('/admin/audit?limit=1', { headers })).status).toBe(200);
    const event = await last('audit.read');
    expect([event.actor, JSON.parse(event.detail)]).toEqual([root.claims.sub, { byApiKey: id }]);
  });
});
