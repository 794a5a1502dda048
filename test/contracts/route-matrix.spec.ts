import { type AccessRule, type Route, RouteTable } from '../../src/platform/access/index.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { expectedVerdict, type RouteCaller, routeCallers, verdictOf } from '../support/route-callers.js';
import { World } from '../support/world.js';

// Who may use what. Who adds a route writes it here; what stands here is what every kind of caller is let in by.
const TABLE = `
DELETE /admin/roles/:role                     session, roles:write
DELETE /admin/sessions/:id                    session, sessions:write
DELETE /admin/users/:id                       session, users:write
DELETE /admin/users/:id/api-keys/:keyId       session, users:write
DELETE /admin/users/:id/roles/:role           session, roles:write
DELETE /admin/users/:id/sessions              session, sessions:write
DELETE /api-keys/:id                          session
DELETE /me                                    session
DELETE /sessions                              session
DELETE /sessions/:id                          session
GET /.well-known/jwks.json                    everyone
GET /.well-known/oauth-authorization-server   everyone
GET /account/confirm-email                    everyone
GET /account/reset-password                   everyone
GET /account/verify-email                     everyone
GET /admin/audit                              caller, audit:read
GET /admin/keys                               caller, keys:read
GET /admin/permissions                        caller, roles:read
GET /admin/roles                              caller, roles:read
GET /admin/roles/:role                        caller, roles:read
GET /admin/sessions                           caller, sessions:read
GET /admin/users                              caller, users:read
GET /admin/users/:id                          caller, users:read
GET /admin/users/:id/api-keys                 caller, users:read
GET /admin/users/:id/roles                    caller, roles:read
GET /admin/users/:id/sessions                 caller, sessions:read
GET /api-keys                                 session
GET /dashboard                                caller
GET /dev/inbox                                everyone
GET /health/live                              everyone
GET /health/ready                             everyone
GET /me                                       caller
GET /me/export                                session
GET /reports                                  caller, role admin
GET /sessions                                 session
GET /welcome                                  caller
PATCH /admin/roles/:role                      session, roles:write
PATCH /admin/users/:id                        session, users:write
PATCH /me                                     session
POST /admin/explain                           session, tokens:explain
POST /admin/keys/:kid/distrust                session, keys:write
POST /admin/keys/rotate                       session, keys:write
POST /admin/roles                             session, roles:write
POST /admin/users                             session, users:write
POST /admin/users/:id/disable                 session, users:write
POST /admin/users/:id/enable                  session, users:write
POST /admin/users/:id/require-password-reset  session, users:write
POST /api-keys                                session
POST /confirm-email                           everyone
POST /introspect                              everyone
POST /login                                   everyone
POST /logout                                  session, even expired
POST /me/email                                session
POST /me/password                             session
POST /recover                                 everyone
POST /refresh                                 everyone
POST /register                                everyone
POST /reset-password                          everyone
POST /revoke                                  everyone
POST /token                                   everyone
POST /verify-email                            everyone
POST /verify-email/resend                     session
PUT /admin/users/:id/roles/:role              session, roles:write
`;

/** Beside the application's own: documents for everybody. */
const DOCUMENTS = /^(GET|HEAD) \/(docs($|[/-])|openapi\.json$)/;

/** One of each standing: what else there is to tell apart, GET tells apart by the same code. */
const FOR_HEAD = ['a stranger', 'an expired token', 'no role', 'the role admin', 'users:read', 'a service'];

describe('The routes of the running server', () => {
  const clock = new FrozenClock();
  let world: World;
  let routes: Route[];
  let callers: RouteCaller[];

  beforeAll(async () => {
    world = await World.open({ clock });
    routes = world.provider(RouteTable).routes();
    callers = await routeCallers(world, clock);
  }, 120_000);
  afterAll(() => world.close());

  const written = TABLE.trim()
    .split('\n')
    .map((line) => /^(\S+ \S+)\s+(.+)$/.exec(line)!.slice(1) as [string, string]);

  it('are a written table of who may use what', () => {
    const marked = routes.map((route) =>
      [`${route.method} ${route.path}`, wordsOf(route.access)].join(' | '),
    );
    expect(marked.sort()).toEqual(written.map((line) => line.join(' | ')).sort());
  });

  it('are all that the HTTP server was given, by whomever', () => {
    const names = written.map(([name]) => name);
    const known = (name: string) => names.includes(name.replace(/^HEAD /, 'GET ')) || DOCUMENTS.test(name);
    expect(world.servedRoutes.filter((name) => !known(name))).toEqual([]);
    expect(names.filter((name) => !world.servedRoutes.includes(name))).toEqual([]);
  });

  it('let every kind of caller in as the table says, and nobody else', async () => {
    const wrong: unknown[] = [];
    expect(callers.length).toBeGreaterThan(20);
    for (const [name, words] of written) {
      for (const caller of callers) {
        const { status, body } = await requests(name, caller);
        const [met, expected] = [verdictOf(status, body.code), expectedVerdict(ruleOf(words), caller)];
        if (met !== expected)
          wrong.push({ name, caller: caller.name, expected, met, status, code: body.code });
      }
    }
    expect(wrong).toEqual([]);
  }, 240_000);

  it('ask HEAD for what they ask GET for', async () => {
    const wrong: unknown[] = [];
    for (const [name, words] of written.filter(([route]) => route.startsWith('GET '))) {
      for (const caller of callers.filter((one) => FOR_HEAD.includes(one.name))) {
        const { status } = await requests(name.replace('GET', 'HEAD'), caller);
        const met = verdictOf(status, undefined);
        const expected = expectedVerdict(ruleOf(words), caller);
        if ((met === 'nowhere' ? 'in' : met) !== expected)
          wrong.push({ name, caller: caller.name, expected, met });
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  async function requests(name: string, caller: RouteCaller) {
    const [method = '', path = ''] = name.split(' ');
    const url = path.replace(/:\w+/g, '0197a1b2-9f3d-7c4e-8a5b-6c7d8e9f0a1b');
    const body = method === 'GET' || method === 'HEAD' ? {} : { body: {} };
    return world.send(method, url, { headers: await caller.headers(name), ...body });
  }
});

function wordsOf({ isPublic, sessionOnly, takesExpiredTokens, anyRole, allPermissions }: AccessRule): string {
  if (isPublic) return 'everyone';
  return [
    sessionOnly ? 'session' : 'caller',
    takesExpiredTokens && 'even expired',
    anyRole.length > 0 && `role ${anyRole.join('/')}`,
    ...allPermissions,
  ]
    .filter(Boolean)
    .join(', ');
}

function ruleOf(words: string): AccessRule {
  const parts = words.split(', ');
  const role = parts.find((part) => part.startsWith('role '));
  return {
    isPublic: words === 'everyone',
    sessionOnly: parts[0] === 'session',
    takesExpiredTokens: parts.includes('even expired'),
    anyRole: role ? role.slice(5).split('/') : [],
    allPermissions: parts.filter((part) => part.includes(':')),
  };
}
