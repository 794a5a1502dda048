import { AccountStanding, ApiKeyIssuance, ServiceAccounts } from '../../src/auth/index.js';
import { Program } from '../support/api-keys.js';
import { FrozenClock } from '../support/frozen-clock.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

const SECRET = 'a-secret-of-32-characters-or-more';
const BILLING = { client_id: 'billing', client_secret: SECRET };

describe('Introspection', () => {
  let world: World;
  let ada: Person;
  let gateway: Program;
  const clock = new FrozenClock();

  beforeAll(async () => {
    world = await World.open({ clock, env: { OAUTH_CLIENTS: `billing:${SECRET}` } });
    gateway = await service('gateway', ['introspector']);
  });
  beforeEach(async () => {
    ada = await world.person().signedIn();
  });
  afterAll(() => world.close());

  async function service(username: string, roles: string[], scopes?: string[]): Promise<Program> {
    const { user } = await world.provider(ServiceAccounts).create({ username }, roles);
    const made = await world.provider(ApiKeyIssuance).byOperator(user.id, { name: 'x', scopes });
    return new Program(world, made.secret, made.key.id);
  }
  const asks = (caller: Program, token: string, more: object = {}) =>
    caller.sends('POST', '/introspect', { body: { token, ...more } });

  describe('asked with an API key', () => {
    it('tells what a token is good for, as JSON and as a form', async () => {
      expect((await asks(gateway, ada.accessToken)).body).toMatchObject({
        active: true,
        sub: ada.claims.sub,
      });
      const body = new URLSearchParams({ token: ada.accessToken });
      expect((await gateway.sends('POST', '/introspect', { body })).body.active).toBe(true);
      await ada.signsOut();
      expect((await asks(gateway, ada.accessToken)).body).toEqual({ active: false });
    });

    it('is announced in the metadata (RFC 8414 §2)', async () => {
      const { body } = await world.get('/.well-known/oauth-authorization-server');
      expect(body.introspection_endpoint_auth_methods_supported).toContain('Bearer');
      expect(body.revocation_endpoint_auth_methods_supported).not.toContain('Bearer');
    });

    it('needs the permission, through a role and within the scopes of the key', async () => {
      expect((await asks(await service('limited', ['admin'], ['tokens:introspect']), 'x')).status).toBe(200);
      for (const poor of [
        await Program.of(ada, world),
        await service('nobody', []),
        await service('elsewhere', ['admin'], ['reports:read']),
      ]) {
        const { status, body, headers } = await asks(poor, ada.accessToken);
        expect([status, body.error, body.code]).toEqual([
          403,
          'insufficient_scope',
          'role.permissionRequired',
        ]);
        expect(headers.get('www-authenticate')).toMatch(/^Bearer .*error="insufficient_scope"/);
      }
    });

    it('is lost with the role, on the next request', async () => {
      const other = await service('former', ['introspector']);
      const { sub } = (await asks(gateway, other.key)).body;
      expect((await asks(other, ada.accessToken)).status).toBe(200);
      await world.provider(AccountStanding).takeRole(sub, 'introspector');
      expect((await asks(other, ada.accessToken)).status).toBe(403);
    });

    it('refuses a key that is no good, and names the scheme', async () => {
      for (const key of [`${gateway.key}0`, 'sp_key_x']) {
        const answer = await asks(new Program(world, key, ''), ada.accessToken);
        expect([answer.status, answer.body.error]).toEqual([401, 'invalid_token']);
        expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
      }
    });

    it('refuses a key beside the id or secret of a client', async () => {
      for (const more of [BILLING, { client_id: 'billing' }, { client_secret: SECRET }]) {
        const answer = await asks(gateway, ada.accessToken, more);
        expect([more, answer.status, answer.body.error]).toEqual([more, 400, 'invalid_request']);
      }
    });

    it('takes no access token in the place of a key', async () => {
      const root = await world.administrator();
      const answer = await root.sends('POST', '/introspect', { body: { token: ada.accessToken } });
      expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
    });

    it('tells of no refresh token, which was issued to a client', async () => {
      expect((await asks(gateway, ada.refreshToken)).body).toEqual({ active: false });
    });
  });

  describe('of an API key', () => {
    const introspect = async (token: string) => (await world.post('/introspect', { token, ...BILLING })).body;

    it('tells whose it is and how long it is good, and names no client and no session', async () => {
      const program = await Program.of(ada, world);
      expect(await introspect(program.key)).toEqual({
        active: true,
        token_type: 'Bearer',
        sub: ada.claims.sub,
        jti: program.id,
        iat: Math.floor(clock.now().getTime() / 1000),
        exp: Math.floor(clock.now().getTime() / 1000) + 90 * 86_400,
        iss: 'http://localhost:3000',
        aud: 'http://localhost:3000',
        roles: ['user'],
      });
    });

    it('tells its scopes, as far as the owner has them now', async () => {
      const root = await world.administrator();
      const { id } = (await root.gets('/me')).body;
      const program = await Program.of(root, world, { scopes: ['users:read', 'audit:read'] });
      expect(await introspect(program.key)).toMatchObject({ roles: [], scope: 'audit:read users:read' });
      await world.administrator(); // the last one keeps the role
      await world.provider(AccountStanding).takeRole(id, 'admin');
      expect(await introspect(program.key)).toMatchObject({ active: true, roles: [], scope: '' });
    });

    it('says no more than that of one that is revoked or has expired', async () => {
      const program = await Program.of(ada, world);
      await ada.sends('DELETE', `/api-keys/${program.id}`);
      expect(await introspect(program.key)).toEqual({ active: false });
      const late = await Program.of(ada, world, { expiresIn: 60 });
      clock.advance(60);
      expect(await introspect(late.key)).toEqual({ active: false });
    });
  });

  it('has a counterpart: whoever holds an API key can take it back', async () => {
    for (const claim of [{}, BILLING]) {
      const program = await Program.of(ada, world);
      expect(await program.verdict()).toEqual([200, undefined]);
      expect((await world.post('/revoke', { token: program.key, ...claim })).status).toBe(200);
      expect((await program.verdict())[0]).toBe(401);
      expect((await world.post('/revoke', { token: program.key, ...claim })).status).toBe(200);
    }
    expect((await ada.gets('/api-keys')).body).toEqual([]);
  });
});
