import { DataSource } from 'typeorm';
import { RoleAdministration } from '../../src/admin/index.js';
import { AccountStanding, Accounts } from '../../src/auth/index.js';
import { ApiKey, ApiKeyUses } from '../../src/credentials/api-keys/index.js';
import { AuditEvent } from '../../src/platform/audit/index.js';
import { Program } from '../support/api-keys.js';
import { Forger } from '../support/forger.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { oddTokens } from '../support/odd-tokens.js';
import { expectStatus, PASSWORD, type Person } from '../support/person.js';
import { World } from '../support/world.js';

/** Routes of every kind: open, for anybody signed in, by role, by permission, for sessions only, and not there at all. */
const ROUTES = [
  'GET /me',
  'HEAD /me',
  'GET /reports',
  'GET /sessions',
  'DELETE /sessions/no-such-session',
  'POST /admin/explain',
  'POST /logout',
  'GET /.well-known/jwks.json',
  'GET /me?x=1',
  'GET /me/',
  'GET /ME',
  'GET /%6De',
  'GET /%zz',
  'GET /nowhere',
  'PUT /me',
];

interface Step {
  readonly check: string;
  readonly outcome: string;
  readonly because: string;
}

describe('Explaining', () => {
  const clock = new FrozenClock();
  let world: World;
  let root: Person;

  beforeAll(async () => {
    world = await World.open({ clock });
    root = await world.administrator();
  });
  afterAll(() => world.close());

  const explain = (question: object, who = root) => who.sends('POST', '/admin/explain', { body: question });
  const explained = async (question: object) => {
    const answer = await explain(question);
    expectStatus(answer, 200);
    return answer.body;
  };
  const failedAt = async (question: object) => {
    const steps = (await explained(question)).steps as Step[];
    return steps.find(({ outcome }) => outcome === 'failed')?.check;
  };

  /** What the guard says of a real request: what a handler says after it does not count. */
  const verdictOfRequest = async (token: string, route: string) => {
    const [method = '', path = ''] = route.split(' ');
    const { status, body } = await world.send(method, path, {
      headers: { authorization: `Bearer ${token}` },
    });
    const code: unknown = method === 'HEAD' ? undefined : body.code;
    const isLetIn = status < 400 || ['request.invalid', 'session.notFound'].includes(String(code));
    return isLetIn ? 'allowed' : method === 'HEAD' ? status : `${status} ${String(code)}`;
  };
  const verdictExplained = async (token: string, route: string) => {
    const { verdict } = await explained({ token, route });
    if (verdict.allowed) return 'allowed';
    return route.startsWith('HEAD') ? verdict.status : `${verdict.status} ${verdict.code}`;
  };
  /** First explained: it must not be the request that has it remembered. */
  const agrees = async (name: string, token: string, routes = ROUTES) => {
    for (const route of routes) {
      const [told, got] = [await verdictExplained(token, route), await verdictOfRequest(token, route)];
      expect([name, route, told]).toEqual([name, route, got]);
    }
  };

  describe('says of a token what a real request with it gets', () => {
    it('however it was forged', async () => {
      const forger = new Forger(world, await world.person().signedIn());
      for (const [name, token] of oddTokens(forger)) {
        const routes = ROUTES.filter((route) => route !== 'POST /logout');
        await agrees(
          name,
          token,
          name === 'genuine' ? routes : [...routes.slice(0, 6), 'GET /.well-known/jwks.json'],
        );
      }
    }, 120_000);

    it('whatever its format, and whoever holds it', async () => {
      const ada = await world.person().signedIn();
      const opaque = await ada.onAnotherDevice({ token_format: 'opaque' });
      const routes = ROUTES.filter((route) => route !== 'POST /logout');
      await agrees('opaque', opaque.accessToken, routes);
      await agrees('admin', root.accessToken, routes);
      await agrees('API key', (await Program.of(ada, world)).key, routes);
      await agrees('API key without scopes', (await Program.of(root, world, { scopes: [] })).key, routes);
      await agrees('API key of an admin', (await Program.of(root, world)).key, routes);
      await agrees('wrong API key', `sp_key_${'x'.repeat(49)}`);
      await agrees('unknown opaque token', `sp_at_${'x'.repeat(43)}`);
      await agrees('refresh token', ada.refreshToken);
    });

    it('after what it stood for was taken back, or its time is over', async () => {
      const [out, roles, gone] = [world.person(), world.person(), world.person()];
      const tokens: [string, string][] = [];
      for (const person of [out, roles, gone]) {
        await person.signedIn();
        const opaque = await person.onAnotherDevice({ token_format: 'opaque' });
        const key = await Program.of(person, world);
        tokens.push(['jwt', person.accessToken], ['opaque', opaque.accessToken], ['key', key.key]);
      }
      await out.signsOut();
      await world.provider(AccountStanding).giveRole(String(roles.claims.sub), 'admin');
      await world.provider(AccountStanding).disable(String(gone.claims.sub));
      const routes = ROUTES.slice(0, 6);
      for (const [name, token] of tokens) await agrees(name, token, routes);
      clock.advance(700);
      await root.refreshes();
      for (const [name, token] of tokens) await agrees(`late ${name}`, token, routes);
      await agrees('late, to leave', roles.accessToken, ['POST /logout']);
    });
  });

  it('names the check that decided, those that passed before, and those that were not reached', async () => {
    const ada = await world.person().signedIn();
    const forger = new Forger(world, ada);
    const { steps } = await explained({
      token: forger.forge({}, { aud: 'https://b.example' }),
      route: 'GET /reports',
    });
    const at = (steps as Step[]).findIndex(({ outcome }) => outcome === 'failed');
    expect(steps[at]).toEqual({
      check: 'forThisAudience',
      outcome: 'failed',
      because: 'Meant for "https://b.example", not for http://localhost:3000.',
    });
    for (const [index, { outcome }] of (steps as Step[]).entries())
      if (index !== at) expect(outcome).toBe(index < at ? 'passed' : 'notReached');
    expect(await failedAt({ token: forger.forge({}, { exp: 1 }), route: 'GET /me' })).toBe('notExpired');
    expect(await failedAt({ token: `${ada.accessToken.slice(0, -4)}AAAA`, route: 'GET /me' })).toBe(
      'signature',
    );
    expect(await failedAt({ token: ada.accessToken, route: 'GET /reports' })).toBe('role');
    expect(await failedAt({ token: ada.accessToken, permission: 'users:read' })).toBe('permission');
    expect(await failedAt({ token: ada.accessToken, permission: 'no:such' })).toBe('permissionExists');
    expect(await failedAt({ token: root.accessToken, permission: 'users:read' })).toBeUndefined();
    const key = await Program.of(ada, world);
    expect(await failedAt({ token: key.key, route: 'GET /sessions' })).toBe('sessionOnly');
    await ada.signsOut();
    expect(await failedAt({ token: ada.accessToken, route: 'GET /me' })).toBe('session');
  });

  it('does not pass a permission that there is not, whoever comes', async () => {
    for (const who of [{ user: root.email }, { token: root.accessToken }]) {
      const { steps, verdict } = await explained({ ...who, permission: 'no:such' });
      expect(steps[0]).toEqual({
        check: 'permissionExists',
        outcome: 'failed',
        because: 'There is no such permission: nobody holds it.',
      });
      expect(steps.slice(1).every(({ outcome }: Step) => outcome === 'notReached')).toBe(true);
      expect(verdict).toMatchObject({ allowed: false, status: 403, code: 'role.permissionRequired' });
    }
  });

  it('says of an account what it might, were it to sign in', async () => {
    const ada = await world.person().signedIn();
    const id = String(ada.claims.sub);
    for (const user of [ada.email, id, id.toUpperCase()])
      expect((await explained({ user, route: 'GET /reports' })).verdict.code).toBe('role.roleRequired');
    expect((await explained({ user: root.email, permission: 'users:read' })).verdict).toEqual({
      allowed: true,
    });
    await world.provider(AccountStanding).giveRole(id, 'admin');
    expect((await explained({ user: id, route: 'GET /reports' })).verdict).toEqual({ allowed: true });
    await world.provider(AccountStanding).disable(id);
    expect(await failedAt({ user: id, route: 'GET /reports' })).toBe('notDisabled');
    expect((await explain({ user: 'nobody@example.com', route: 'GET /me' })).body.code).toBe('user.notFound');
  });

  it('counts what an account holds by inheritance, as a request does', async () => {
    const draft = { name: 'heir', description: '', permissions: [], inherits: ['admin'] };
    await world.provider(RoleAdministration).create(draft);
    const ada = await world.person().signedIn();
    await world.provider(AccountStanding).giveRole(String(ada.claims.sub), 'heir');
    await ada.refreshes();
    expectStatus(await ada.gets('/reports'), 200);
    const { subject, verdict } = await explained({ user: ada.email, route: 'GET /reports' });
    expect([subject.roles, verdict]).toEqual([['admin', 'heir', 'user'], { allowed: true }]);
  });

  it('leaves the token where it was: not kept, not shown, not used', async () => {
    const ada = await world.person().signedIn();
    const key = await Program.of(ada, world);
    const answer = await explain({ token: key.key, route: 'GET /me' });
    expect(JSON.stringify(answer.body)).not.toContain(key.key);
    const tokens = await explain({ token: ada.accessToken, route: 'GET /me' });
    for (const part of ada.accessToken.split('.')) expect(JSON.stringify(tokens.body)).not.toContain(part);
    await world.provider(ApiKeyUses).save();
    const { manager } = world.provider(DataSource);
    expect((await manager.findOneByOrFail(ApiKey, { id: key.id })).lastUsedAt).toBeNull();
    const events = await manager.findBy(AuditEvent, {
      type: 'token.explained',
      userId: String(ada.claims.sub),
    });
    expect(events.map(({ actor, sessionId, detail }) => [actor, sessionId, JSON.parse(detail)])).toEqual([
      [root.claims.sub, null, { tokenId: key.id }],
      [root.claims.sub, ada.claims.sid, { tokenId: ada.claims.jti }],
    ]);
  });

  it('is for those who hold the permission, and have signed in', async () => {
    const ada = await world.person().signedIn();
    const question = { token: ada.accessToken, route: 'GET /me' };
    expect((await explain(question, ada)).body.code).toBe('role.permissionRequired');
    const key = await Program.of(root, world);
    const byKey = await key.sends('POST', '/admin/explain', { body: question });
    expect(byKey.body.code).toBe('auth.sessionRequired');
  });

  it.each([
    [{ route: 'GET /me' }],
    [{ token: 'x', user: 'ada', route: 'GET /me' }],
    [{ token: 'x' }],
    [{ token: 'x', route: 'GET /me', permission: 'x' }],
    [{ token: 'x', route: '/me' }],
    [{ token: 'x', route: 'FETCH /me' }],
    [{ token: ['x'], route: 'GET /me' }],
  ])('needs one who would come, and one thing to come to: not %j', async (question) => {
    expect((await explain(question)).body.code).toBe('request.invalid');
  });

  it('says that an address must be confirmed where that is required', async () => {
    const strict = await World.open({
      env: { EMAIL_VERIFICATION: 'required', SMTP_URL: 'smtp://localhost:1' },
    });
    const admin = strict.person();
    const draft = { password: PASSWORD, emailVerifiedAt: new Date() };
    await strict.provider(Accounts).create({ ...draft, email: admin.email }, ['admin']);
    await admin.signsIn();
    await strict.provider(Accounts).create({ email: 'new@example.com', password: PASSWORD });
    const { body } = await admin.sends('POST', '/admin/explain', {
      body: { user: 'new@example.com', route: 'GET /me' },
    });
    expect(body.verdict.code).toBe('auth.invalidCredentials');
    expect(body.steps.find(({ outcome }: Step) => outcome === 'failed').check).toBe('confirmed');
    await strict.close();
  });
});
