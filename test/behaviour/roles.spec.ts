import { RolesService } from '../../src/roles/index.js';
import { Revocations } from '../../src/sessions/index.js';
import { World } from '../support/world.js';

describe('Roles', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world.close());

  it('let any signed-in user see /welcome and /dashboard', async () => {
    const ada = await world.person('ada').registered({ displayName: 'Ada Lovelace' });
    await ada.signsIn();
    expect((await ada.gets('/welcome')).body).toEqual({ message: 'Welcome, Ada Lovelace!' });
    expect((await ada.gets('/dashboard')).status).toBe(200);
  });

  it('refuse everybody who is not signed in', async () => {
    for (const path of ['/welcome', '/dashboard', '/reports', '/me']) {
      const answer = await world.get(path);
      expect([path, answer.status, answer.headers.get('www-authenticate')]).toEqual([
        path,
        401,
        'Bearer realm="sallyport"',
      ]);
    }
  });

  it('let administrators alone see /reports', async () => {
    const ada = await world.person().signedIn();
    const refusal = await ada.gets('/reports');
    expect([refusal.status, refusal.body.code]).toEqual([403, 'role.roleRequired']);
    expect(refusal.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    const root = await world.administrator();
    expect((await root.gets('/reports')).status).toBe(200);
  });

  it('cannot be taken for oneself by a token with other claims', async () => {
    const ada = await world.person().signedIn();
    const [header, payload, signature] = ada.accessToken.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...claims, roles: ['admin'] })).toString('base64url');
    const answer = await world.get('/reports', {
      headers: { authorization: `Bearer ${header}.${forged}.${signature}` },
    });
    expect([answer.status, answer.body.code]).toEqual([401, 'token.invalid']);
  });

  it('bite on the next request when they change: the token from before is refused, a refreshed one holds the new role', async () => {
    const ada = await world.person().signedIn();
    const userId = ada.claims.sub as string;
    await world.provider(Revocations).during(async (change) => {
      await world.provider(RolesService).assign(userId, 'admin', change.tx);
      await change.raiseEpoch(userId);
    });
    expect((await ada.gets('/me')).body.code).toBe('token.revoked');
    await ada.refreshes();
    expect((await ada.gets('/reports')).status).toBe(200);
  });
});

describe('The dashboard', () => {
  it('shows account, roles, this session and the others', async () => {
    const world = await World.open();
    const laptop = await world.person().signedIn();
    const phone = await laptop.onAnotherDevice();
    const { body } = await laptop.gets('/dashboard');
    expect(body.account).toMatchObject({ email: laptop.email, roles: ['user'] });
    expect(body.thisSession.id).toBe(laptop.claims.sid);
    expect(body.otherSessions.map(({ id }: { id: string }) => id)).toEqual([phone.claims.sid]);
    await phone.signsOut();
    expect((await laptop.gets('/dashboard')).body.otherSessions).toEqual([]);
    await world.close();
  });
});
