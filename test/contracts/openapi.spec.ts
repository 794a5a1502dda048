import { type Route, RouteTable } from '../../src/platform/access/index.js';
import type { Answer, Call } from '../support/client.js';
import { type Described, type NamedOperation, OpenApiDocument } from '../support/openapi.js';
import { Server } from '../support/server.js';
import { World } from '../support/world.js';

const PROBLEM = { type: 'application/problem+json', schema: '#/components/schemas/ProblemBody' };
const OAUTH_ERROR = { type: 'application/json', schema: '#/components/schemas/OAuthErrorBody' };
const FORM = 'application/x-www-form-urlencoded';

/** Pages, which are no part of the API; the inbox is not there in production either. */
const FOR_PEOPLE = /^GET \/(dev\/inbox|account\/(verify-email|reset-password|confirm-email))$/;

describe('The OpenAPI document of the built server', () => {
  let server: Server;
  let routes: Route[];
  let document: OpenApiDocument;

  beforeAll(async () => {
    [server, routes] = await Promise.all([Server.start(), routesOfTheApplication()]);
    document = new OpenApiDocument((await server.get('/openapi.json')).body);
  });
  afterAll(() => server?.close());

  it('is valid OpenAPI 3.1', async () => {
    expect(document.content.openapi).toMatch(/^3\.1\./);
    expect(await document.validated(server.folder)).toMatchObject({ valid: true });
  });

  it('says nothing that OpenAPI 3.1 ignores', () => {
    expect(JSON.stringify(document.content)).not.toContain('"nullable":'); // of OpenAPI 3.0
    const headers = document.operations.flatMap(({ parameters = [] }) => parameters.map(({ name }) => name));
    expect(headers.filter((name) => /^(authorization|accept|content-type)$/i.test(name))).toEqual([]); // §4.8.12.2
  });

  it('describes every route that the application has, but for its pages', () => {
    const described = document.operations.map(({ name }) => name);
    const existing = routes
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
      .filter((name) => !FOR_PEOPLE.test(name));
    expect(described.sort()).toEqual(existing.sort());
  });

  it('gives every operation a summary, a described tag and an id of its own', () => {
    const { tags } = document.content;
    const described = new Set(tags.filter(({ description }) => description).map(({ name }) => name));
    const poor = document.operations.filter(
      ({ summary, tags: own = [], operationId }) =>
        !summary || !operationId || own.length === 0 || !own.every((tag) => described.has(tag)),
    );
    expect(namesOf(poor)).toEqual([]);
    const ids = document.operations.map(({ operationId }) => operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('describes every success, with a schema of its body', () => {
    const poor = document.operations.filter(({ responses }) => {
      const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      const isDescribed = ([status, { description, content }]: [string, Described]) =>
        description &&
        (status === '204' || /empty/.test(description) ? !content : content?.['application/json']?.schema);
      return successes.length === 0 || !successes.every(isDescribed);
    });
    expect(namesOf(poor)).toEqual([]);
  });

  it('describes every failure in the form of its endpoint, with an example of each code', () => {
    for (const { name, requestBody, responses } of document.operations) {
      const form = FORM in (requestBody?.content ?? {}) ? OAUTH_ERROR : PROBLEM; // only OAuth takes forms
      const failures = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      expect([name, failures.length]).not.toEqual([name, 0]);
      for (const [status, { description = '', content = {} }] of failures) {
        expect([name, status, Object.keys(content)]).toEqual([name, status, [form.type]]);
        const { schema, examples = {} } = content[form.type]!;
        expect([name, status, schema.$ref]).toEqual([name, status, form.schema]);
        const explained = [...description.matchAll(/^`([\w.]+)`: \S/gm)].map(([, code]) => code);
        const shown = Object.values(examples).map(({ value }) => value.code);
        expect([name, status, shown]).toEqual([name, status, explained]);
        expect([name, status, shown]).not.toEqual([name, status, []]);
      }
    }
  });

  it('describes or exemplifies every field of a request body, and describes every parameter', () => {
    const poor = document.operations.flatMap(({ name, requestBody, parameters = [] }) => [
      ...Object.values(requestBody?.content ?? {}).flatMap(({ schema }) =>
        Object.entries(document.resolved(schema).properties ?? {})
          .filter(([, field]) => !field.description && field.example === undefined)
          .map(([field]) => `${name} ${field}`),
      ),
      ...parameters.filter(({ description }) => !description).map((parameter) => `${name} ${parameter.name}`),
    ]);
    expect(poor).toEqual([]);
  });

  it('shows no example that breaks its own schema', () => {
    const fields = Object.entries(document.content.components.schemas).flatMap(
      ([model, { properties = {} }]) =>
        Object.entries(properties)
          .filter(([, { example }]) => example !== undefined)
          .flatMap(([name, field]) =>
            document.misfits(field.example, field).map((fault) => `${model}.${name}${fault}`),
          ),
    );
    const bodies = document.operations.flatMap(({ name, requestBody = {}, responses }) =>
      [requestBody, ...Object.values(responses)]
        .flatMap(({ content = {} }) => Object.values(content))
        .flatMap(({ schema, examples = {} }) =>
          Object.values(examples).flatMap(({ value }) => document.misfits(value, schema)),
        )
        .map((fault) => `${name}: ${fault}`),
    );
    expect([...fields, ...bodies]).toEqual([]);
  });

  it('asks for a token exactly where the server does', async () => {
    for (const { name, method, path, security = [], requestBody, responses } of document.operations) {
      const url = path.replace(/\{\w+\}/g, '0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b');
      const answer = await server.send(method, url, requestBody ? { body: {} } : {});
      const isGuarded = answer.body.code === 'auth.tokenMissing';
      const examples = responses[401]?.content?.[PROBLEM.type]?.examples ?? {};
      expect([name, security.length > 0]).toEqual([name, isGuarded]);
      expect([name, 'auth.tokenMissing' in examples]).toEqual([name, isGuarded]);
    }
  });

  describe('is what the server does in a session:', () => {
    let token = '';
    const bearer = () => ({ authorization: `Bearer ${token}` });

    /** Sends, expects the status, and holds the answer against what the document says of it. */
    async function exchange(status: number, method: string, url: string, call: Call = {}): Promise<Answer> {
      const answer = await server.send(method, url, call);
      const { body } = answer;
      const { content = {} } = document.operation(method, url.split('?', 1)[0]!)?.responses[status] ?? {};
      const type = answer.headers.get('content-type')?.split(';')[0];
      expect([url, answer.status, body]).toEqual([url, status, body]);
      expect([url, status, Object.keys(content)]).toEqual([url, status, type ? [type] : []]);
      if (!type) {
        expect(body).toBe('');
        return answer;
      }
      const { schema, examples = {} } = content[type]!;
      expect([url, document.misfits(body, schema)]).toEqual([url, []]);
      if (status >= 400) expect(Object.keys(examples)).toContain(body.code);
      return answer;
    }

    it('registers with the example, once', async () => {
      const [body] = document.offeredBodies('/register');
      await exchange(201, 'POST', '/register', { body });
      await exchange(409, 'POST', '/register', { body: { ...body, username: null } });
      await exchange(409, 'POST', '/register', { body: { ...body, email: 'another@example.com' } });
    });

    it('signs in with every example of POST /login', async () => {
      const bodies = document.offeredBodies('/login');
      for (const body of bodies) await exchange(200, 'POST', '/login', { body });
      expect(bodies.length).toBeGreaterThan(1);
    });

    it('gives tokens for every example of POST /token, as JSON and as a form', async () => {
      const bodies = document.offeredBodies('/token').filter(({ password }) => password);
      for (const body of bodies) token = (await exchange(200, 'POST', '/token', { body })).body.access_token;
      expect(bodies.length).toBeGreaterThan(1);
      const [form] = document.offeredBodies('/token', FORM);
      await exchange(200, 'POST', '/token', { body: new URLSearchParams(form) });
    });

    it('reads and changes the own account', async () => {
      await exchange(200, 'GET', '/me', { headers: bearer() });
      const body = { username: null, displayName: 'Ada' };
      await exchange(200, 'PATCH', '/me', { headers: bearer(), body });
    });

    it('answers the examples of protected routes', async () => {
      await exchange(200, 'GET', '/welcome', { headers: bearer() });
      await exchange(200, 'GET', '/dashboard', { headers: bearer() });
      await exchange(403, 'GET', '/reports', { headers: bearer() });
    });

    it('publishes keys and metadata', async () => {
      await exchange(200, 'GET', '/.well-known/jwks.json');
      await exchange(200, 'GET', '/.well-known/oauth-authorization-server');
    });

    it('fails in the ways it names', async () => {
      const wrong = { email: 'ada@example.com', password: 'wrong' };
      const json = { 'content-type': 'application/json' };
      await exchange(400, 'POST', '/register', { body: { email: 'nobody', admin: true } });
      await exchange(400, 'POST', '/login', { body: '{', headers: json });
      await exchange(401, 'POST', '/login', { body: wrong });
      await exchange(413, 'POST', '/login', { body: { password: 'x'.repeat(70_000) } });
      await exchange(415, 'POST', '/login', { body: 'hello', headers: { 'content-type': 'text/plain' } });
      await exchange(400, 'POST', '/token', { body: { grant_type: 'implicit' } });
      await exchange(400, 'POST', '/token', { body: wrong });
      await exchange(401, 'POST', '/token', { body: { client_secret: 'secret' } });
      await exchange(400, 'GET', '/me', { headers: { authorization: 'Bearer' } });
      await exchange(401, 'GET', '/me', { headers: { authorization: 'Bearer nonsense' } });
      await exchange(401, 'GET', '/me');
    });

    it('refreshes and ends a session of tokens', async () => {
      const [body] = document.offeredBodies('/login');
      const { refresh_token } = (await exchange(200, 'POST', '/login', { body })).body;
      token = (await exchange(200, 'POST', '/refresh', { body: { refresh_token } })).body.access_token;
      await exchange(400, 'POST', '/refresh', { body: document.offeredBodies('/refresh')[0] });
      await exchange(204, 'POST', '/logout', { headers: bearer() });
      await exchange(401, 'GET', '/me', { headers: bearer() });
    });

    it('refreshes and ends a session of cookies', async () => {
      const [body] = document.offeredBodies('/login');
      const signedIn = await exchange(200, 'POST', '/login?useCookies=true', { body });
      const headers = headersAfter(
        await exchange(200, 'POST', '/refresh', { headers: headersAfter(signedIn) }),
      );
      await exchange(403, 'POST', '/logout', { headers: { cookie: headers.cookie } });
      await exchange(204, 'POST', '/logout', { headers });
    });
  });
});

const namesOf = (operations: readonly NamedOperation[]): string[] => operations.map(({ name }) => name);

async function routesOfTheApplication(): Promise<Route[]> {
  const world = await World.open();
  const routes = world.provider(RouteTable).routes();
  await world.close();
  return routes;
}

/** What a page sends after an answer that set cookies. */
function headersAfter({ setCookies, body }: Answer) {
  const cookies = Object.values(setCookies).map((whole) => whole.split(';', 1)[0]);
  return { cookie: cookies.join('; '), 'x-csrf-token': String(body.csrf_token) };
}
