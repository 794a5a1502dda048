import { RouteTable } from '../../src/platform/access/index.js';
import { BUILT_IN_ROLES, PERMISSIONS } from '../../src/roles/built-in.js';
import { World } from '../support/world.js';

/** Routes that need no sign-in. Who adds one writes it here, and says why in the pull request. */
const PUBLIC = [
  'GET /.well-known/jwks.json',
  'GET /.well-known/oauth-authorization-server',
  'GET /account/confirm-email', // links in mails lead there
  'GET /account/reset-password', // likewise
  'GET /account/verify-email', // likewise
  'GET /dev/inbox', // for this machine only; there is none in production
  'GET /health/live', // balancers and orchestrators are no users
  'GET /health/ready', // likewise
  'POST /confirm-email', // with a mailed token
  'POST /introspect', // clients and API keys, which are no users, authenticate there
  'POST /login',
  'POST /recover',
  'POST /refresh',
  'POST /register',
  'POST /reset-password', // with a mailed token
  'POST /revoke', // clients, as well
  'POST /token',
  'POST /verify-email', // with a mailed token
];

/** Served beside the application's own routes. */
const DOCUMENTATION = ['/docs', '/docs/errors', '/openapi.json'];

describe('The public routes', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world.close());

  it('are a written list', () => {
    const open = world
      .provider(RouteTable)
      .routes()
      .filter(({ access }) => access.isPublic);
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(PUBLIC);
  });

  it('are the only ones that answer a stranger', async () => {
    const guarded = world
      .provider(RouteTable)
      .routes()
      .filter(({ access }) => !access.isPublic);
    expect(guarded.length).toBeGreaterThan(5);
    for (const { method, path } of guarded) {
      const { status, body } = await world.send(method, path);
      expect([method, path, status, body.code]).toEqual([method, path, 401, 'auth.tokenMissing']);
    }
  });

  it('stand beside the documentation, which is for everybody', async () => {
    for (const path of DOCUMENTATION) expect([path, (await world.get(path)).status]).toEqual([path, 200]);
  });

  it('stand beside guarded ones that ask only for permissions and roles that exist', () => {
    const asked = world
      .provider(RouteTable)
      .routes()
      .flatMap(({ access }) => [...access.allPermissions, ...access.anyRole]);
    const known = [...Object.keys(PERMISSIONS), ...BUILT_IN_ROLES.map(({ name }) => name)];
    expect(asked.filter((name) => !known.includes(name))).toEqual([]);
    expect(asked).toContain('admin');
  });

  it('are all the routes that the server has: none stands outside of the table', () => {
    const known = world
      .provider(RouteTable)
      .routes()
      .map(({ path }) => path);
    const foreign = world.served.filter(
      (path) => !known.includes(path) && !/^\/(docs($|[/-])|openapi\.json$)/.test(path),
    );
    expect(world.served).toContain('/me');
    expect(foreign).toEqual([]);
  });
});
