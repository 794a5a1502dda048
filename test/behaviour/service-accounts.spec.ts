import { DataSource } from 'typeorm';
import { AccountStanding, ApiKeyIssuance, ServiceAccounts } from '../../src/auth/index.js';
import { PASSWORD } from '../support/person.js';
import { World } from '../support/world.js';
import { Program } from '../support/api-keys.js';
import { OutgoingMail } from '../../src/platform/mail/index.js';

describe('A service account', () => {
  let world: World;
  let backup: Program;
  let id: string;

  beforeAll(async () => {
    world = await World.open();
    const draft = { username: 'Nightly-Backup', displayName: 'Nightly backup' };
    const { user } = await world.provider(ServiceAccounts).create(draft, ['admin']);
    id = user.id;
  });
  beforeEach(async () => {
    const made = await world.provider(ApiKeyIssuance).byOperator(id, { name: 'cron' });
    backup = new Program(world, made.secret, made.key.id);
  });
  afterAll(() => world.close());

  it('is known by its API key, and holds the roles it was given only', async () => {
    expect((await backup.gets('/me')).body).toMatchObject({
      id,
      username: 'Nightly-Backup',
      roles: ['admin'],
    });
    expect((await backup.gets('/reports')).status).toBe(200);
  });

  it('never signs in, by no name and no password', async () => {
    for (const name of ['Nightly-Backup', 'nightly-backup@service.invalid'])
      for (const password of [PASSWORD, backup.key, '']) {
        const login = await world.post('/login', { email: name, password });
        const other = await world.post('/login', { email: 'nobody@example.com', password });
        expect([name, login.status, login.body.code]).toEqual([name, other.status, other.body.code]);
        expect(login.status).toBeGreaterThanOrEqual(400);
      }
  });

  it('has no mailbox to recover a password through, and gets no mail', async () => {
    const email = 'nightly-backup@service.invalid';
    expect((await world.post('/recover', { email })).body.code).toBe('request.invalid');
    expect(await world.provider(DataSource).getRepository(OutgoingMail).count()).toBe(0);
  });

  it('has a place that no person can take', async () => {
    for (const email of ['nightly-backup@service.invalid', 'x@SERVICE.invalid', 'x@service.invalid']) {
      const { body } = await world.post('/register', { email, password: PASSWORD });
      expect([email, body.code]).toEqual([email, 'request.invalid']);
    }
    const ada = world.person();
    const taken = await ada.registers({ username: 'nightly-backup' });
    expect(taken.body.code).toBe('user.usernameTaken');
  });

  it('takes no name that somebody has', async () => {
    const create = (username: string) => world.provider(ServiceAccounts).create({ username }, []);
    await world.person().registered({ username: 'ada-l' });
    for (const name of ['ADA-L', 'NIGHTLY-BACKUP'])
      await expect(create(name)).rejects.toMatchObject({ entry: { code: 'user.usernameTaken' } });
  });

  it('is stopped at once when it is disabled, and needs a new key afterwards', async () => {
    const standing = world.provider(AccountStanding);
    expect(await backup.verdict()).toEqual([200, undefined]);
    await standing.disable(id);
    expect((await backup.verdict())[0]).toBe(401);
    const early = await world.provider(ApiKeyIssuance).byOperator(id, { name: 'too early' });
    const waiting = new Program(world, early.secret, early.key.id);
    expect(await waiting.verdict()).toEqual([401, 'token.revoked']);
    await standing.enable(id);
    expect((await backup.verdict())[0]).toBe(401);
    expect(await waiting.verdict()).toEqual([200, undefined]);
  });
});
