import { RouteTable } from '../../src/platform/access/index.js';
import { World } from '../support/world.js';

/** Guarded routes that take API keys as well. Who adds one writes it here; all others carry `@SessionOnly()`. */
const FOR_KEYS = [
  // of /admin reading only, for monitoring and for directories of others
  'GET /admin/audit',
  'GET /admin/keys',
  'GET /admin/permissions',
  'GET /admin/roles',
  'GET /admin/roles/:role',
  'GET /admin/sessions',
  'GET /admin/users',
  'GET /admin/users/:id',
  'GET /admin/users/:id/api-keys',
  'GET /admin/users/:id/roles',
  'GET /admin/users/:id/sessions',
  'GET /dashboard',
  'GET /me',
  'GET /reports',
  'GET /welcome',
];

describe('The routes that take API keys', () => {
  it('are a written list', async () => {
    const world = await World.open();
    const open = world
      .provider(RouteTable)
      .routes()
      .filter(({ access }) => !access.isPublic && !access.sessionOnly);
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(FOR_KEYS);
    await world.close();
  });
});
