import { Agent, request } from 'node:http';
import { type Route, RouteTable } from '../../src/platform/access/index.js';
import { holderOf, idOf } from '../support/administration.js';
import { parse } from '../support/client.js';
import { sendRaw } from '../support/raw-http.js';
import type { Person } from '../support/person.js';
import { type Verdict, verdictOf } from '../support/route-callers.js';
import { World } from '../support/world.js';

/** Spellings that a proxy, a file system or a careless router would take for the path itself. */
const SPELLINGS: Record<string, (path: string) => string> = {
  'a slash at the end': (path) => `${path}/`,
  'two slashes at the end': (path) => `${path}//`,
  'two slashes before': (path) => `/${path}`,
  'two slashes within': (path) => path.replace(/\/(?=[^/]*$)/, '//'),
  capitals: (path) => path.toUpperCase(),
  'a capital': (path) => path.replace(/[a-z]/, (letter) => letter.toUpperCase()),
  'a dot': (path) => `/.${path}`,
  'an escaped dot': (path) => `/%2e${path}`,
  'up and down': (path) => `/welcome/..${path}`,
  'up and down, escaped': (path) => `/welcome/%2e%2e${path}`,
  'up and down from a public path': (path) => `/login/..${path}`,
  'an escaped letter': (path) => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  'a letter escaped twice': (path) =>
    path.replace(/[a-z]/, (letter) => `%25${letter.charCodeAt(0).toString(16)}`),
  'an escaped slash': (path) => path.replace(/\/(?=[^/]*$)/, '%2F'),
  'an escaped slash at the end': (path) => `${path}%2f`,
  'a backslash': (path) => path.replace(/\/(?=[^/]*$)/, '%5c'),
  'a matrix parameter': (path) => `${path};x`,
  'a session in the path': (path) => `${path};jsessionid=1`,
  'an extension': (path) => `${path}.json`,
  'a space': (path) => `${path}%20`,
  'a NUL': (path) => `${path}%00`,
  'a line break': (path) => `${path}%0a`,
  'a fragment': (path) => `${path}%23x`,
  'an escaped question mark': (path) => `${path}%3fx`,
  'letters of full width': (path) => path.replace(/[a-z]/, '%EF%BD%81'),
  'a long s or a Kelvin sign': (path) => path.replace('s', '%C5%BF').replace('k', '%E2%84%AA'),
  'a query': (path) => `${path}?x=1`,
  'the whole address': (path) => `http://localhost:3000${path}`,
};

/** What some frameworks obey in place of the request line. */
const OVERRIDES: Record<string, string>[] = [
  { 'x-http-method-override': 'METHOD' },
  { 'x-http-method': 'METHOD' },
  { 'x-method-override': 'METHOD' },
  { 'x-original-url': 'PATH' },
  { 'x-rewrite-url': 'PATH' },
  { 'x-forwarded-prefix': 'PATH' },
  { 'x-middleware-subrequest': 'PATH' },
];

describe('A route that is spelled otherwise', () => {
  const agent = new Agent({ keepAlive: true });
  let world: World;
  let routes: Route[];
  let nobody: Person;
  let bystander: string;

  beforeAll(async () => {
    world = await World.open();
    routes = world
      .provider(RouteTable)
      .routes()
      .filter(({ access }) => !access.isPublic);
    nobody = await holderOf(world, []);
    bystander = await idOf(await world.person().signedIn());
  });
  afterAll(() => {
    agent.destroy();
    return world.close();
  });

  /** As it is written: no client of this process tidies the path. */
  const asks = (method: string, path: string, headers: Record<string, string> = {}) =>
    new Promise<{ verdict: Verdict; status: number; code: string | undefined }>((done, fail) => {
      const { hostname, port } = new URL(world.url);
      const sent = request({ agent, hostname, port, method, path, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const body = parse(Buffer.concat(chunks).toString()) as { code?: string } | undefined;
          const [status, code] = [answer.statusCode ?? 0, body?.code];
          done({ verdict: verdictOf(status, code), status, code });
        });
      });
      sent.on('error', fail);
      sent.end();
    });

  const urlOf = ({ path }: Route) => path.replace(/:\w+/g, bystander);
  const needsMore = ({ access }: Route) => access.allPermissions.length > 0 || access.anyRole.length > 0;
  const bearer = () => ({ authorization: `Bearer ${nobody.accessToken}` });

  it.each(Object.entries(SPELLINGS))('opens to nobody whom it is closed to: %s', async (_, spell) => {
    const open: unknown[] = [];
    for (const route of routes) {
      const url = spell(urlOf(route));
      const met = [await asks(route.method, url)];
      if (needsMore(route)) met.push(await asks(route.method, url, bearer()));
      for (const { verdict, status, code } of met)
        if (verdict === 'in') open.push([route.method, url, status, code]);
    }
    expect(open).toEqual([]);
  });

  it('is closed as it stands, or this would show nothing', async () => {
    for (const route of routes) {
      expect([urlOf(route), (await asks(route.method, urlOf(route))).verdict]).toEqual([urlOf(route), 'out']);
      if (needsMore(route))
        expect((await asks(route.method, urlOf(route), bearer())).verdict).toBe('forbidden');
    }
  });

  it('opens by no other verb', async () => {
    const open: unknown[] = [];
    const own = new Set(world.servedRoutes);
    for (const route of routes)
      for (const method of [
        'HEAD',
        'OPTIONS',
        'TRACE',
        'PUT',
        'PROPFIND',
        'QUERY',
        'GET',
        'POST',
        'DELETE',
        'PATCH',
      ]) {
        const { verdict, status, code } = await asks(method, urlOf(route), needsMore(route) ? bearer() : {});
        const isOther = own.has(`${method} ${route.path}`) && !needsMore(route);
        if (verdict === 'in' && !isOther) open.push([method, route.path, status, code]);
      }
    expect(open).toEqual([]);
  }, 60_000);

  it('opens by no header that claims another verb or path', async () => {
    for (const route of routes)
      for (const override of OVERRIDES) {
        const headers = Object.fromEntries(
          Object.entries(override).map(([name, value]) => [
            name,
            value.replace('METHOD', route.method).replace('PATH', urlOf(route)),
          ]),
        );
        const plain = await asks('GET', '/welcome', bearer());
        const claimed = await asks('GET', '/welcome', { ...bearer(), ...headers });
        const strange = await asks('POST', urlOf(route), headers);
        expect([route.path, headers, claimed.status]).toEqual([route.path, headers, plain.status]);
        expect([route.path, headers, strange.verdict]).not.toEqual([route.path, headers, 'in']);
      }
  }, 60_000);

  it.each(['get', 'Get', 'gEt', 'GET\t', 'GETX', 'G'])('is no route with the verb %j', async (verb) => {
    const line = `${verb} /me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n`;
    const [answer] = await sendRaw(world.url, `${line}Authorization: Bearer ${nobody.accessToken}\r\n\r\n`);
    expect(answer?.status).toBe(400);
  });

  it('has harmed nobody by then', async () => {
    const root = await world.administrator();
    const { status, body } = await root.gets(`/admin/users/${bystander}`);
    expect([status, body.disabledAt, body.passwordResetRequired]).toEqual([200, null, false]);
  });
});
