import { OpenApiDocument } from '../support/openapi.js';
import type { Person } from '../support/person.js';
import { sendRaw } from '../support/raw-http.js';
import { World } from '../support/world.js';

const CACHED = ['/.well-known/jwks.json', '/.well-known/oauth-authorization-server'];
const APP = 'https://app.example.com';

/** Origins that a careless comparison takes for the one that is allowed. */
const STRANGE_ORIGINS = [
  'null',
  'https://evil.example',
  'http://app.example.com',
  'https://app.example.com:8443',
  'https://app.example.com.evil.example',
  'https://evilapp.example.com',
  'https://appXexample.com',
  'https://APP.example.com',
  'https://app.example.com/',
  'https://app.example.com, https://evil.example',
  '*',
];

describe('Whatever is asked', () => {
  let world: World;
  let ada: Person;
  let operations: readonly { method: string; path: string }[];

  beforeAll(async () => {
    world = await World.open({ env: { CORS_ORIGINS: APP } });
    ada = await world.person().signedIn();
    const document = new OpenApiDocument((await world.get('/openapi.json')).body);
    operations = [
      ...document.operations.map(({ method, path }) => ({ method, path: path.replace(/\{\w+\}/g, 'x') })),
      ...[
        '/docs',
        '/docs/',
        '/docs/errors',
        '/docs/nothing',
        '/openapi.json',
        '/nowhere',
        '/%ff',
        '//me',
      ].map((path) => ({ method: 'GET', path })),
    ];
  });
  afterAll(() => world.close());

  it('the answer is kept by no cache, is of no other type than it says, and goes into no frame', async () => {
    expect(operations.length).toBeGreaterThan(20);
    for (const { method, path } of operations) {
      for (const answer of [await world.send(method, path), await ada.sends(method, path)]) {
        const value = (name: string) => answer.headers.get(name);
        const isCached = CACHED.includes(path) && answer.status === 200;
        expect([path, value('cache-control')]).toEqual([path, isCached ? 'public, max-age=300' : 'no-store']);
        expect([path, value('x-content-type-options')]).toEqual([path, 'nosniff']);
        expect([path, value('x-frame-options')]).toEqual([path, 'DENY']);
        expect([path, value('referrer-policy')]).toEqual([path, 'no-referrer']);
        expect(value('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
        expect([path, value('x-request-id')]).toEqual([path, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
        expect([path, value('server') ?? value('x-powered-by')]).toEqual([path, null]);
      }
      if ((await ada.gets('/me')).status !== 200) await ada.signsIn();
    }
  });

  it('no address in the question leads a browser elsewhere', async () => {
    const evil = ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'];
    const names = [
      'redirect_uri',
      'redirect',
      'return_to',
      'returnUrl',
      'next',
      'url',
      'continue',
      'callback',
    ];
    const query = new URLSearchParams(names.map((name) => [name, evil[0]!] as [string, string]));
    const paths = operations.flatMap(({ method, path }) => [
      [method, `${path}?${query.toString()}`],
      [method, `//evil.example${path}`],
      [method, `/%5cevil.example/..${path}`],
      [method, `//evil.example/%2e%2e${path}`],
    ]);
    for (const [method, path] of paths) {
      const headers = [
        'Host: evil.example',
        'X-Forwarded-Host: evil.example',
        'Referer: https://evil.example/',
      ];
      const head = [`${method} ${path} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n');
      const [answer] = await sendRaw(world.url, head);
      expect([path, answer?.location ?? '']).toEqual([path, expect.not.stringContaining('evil')]);
      expect([path, answer?.location ?? '']).toEqual([path, expect.not.stringMatching(/^[/\\]{2}|^\w+:/)]);
    }
  });

  it('only a configured origin is let in, compared as a whole, and never all of them', async () => {
    for (const { method, path } of operations) {
      const asking = async (origin: string) => [
        await world.send(method, path, { headers: { origin } }),
        await world.send('OPTIONS', path, { headers: { origin, 'access-control-request-method': method } }),
      ];
      for (const { headers } of await asking(APP)) {
        if (path === '/%ff') continue; // no path at all
        expect([path, headers.get('access-control-allow-origin')]).toEqual([path, APP]);
        expect(headers.get('vary')).toMatch(/\borigin\b/i);
      }
      const strange = STRANGE_ORIGINS[path.length % STRANGE_ORIGINS.length]!;
      for (const { headers } of await asking(strange))
        expect([path, strange, headers.get('access-control-allow-origin')]).toEqual([path, strange, null]);
    }
    for (const origin of STRANGE_ORIGINS) {
      const { headers } = await world.get('/me', { headers: { origin } });
      expect([origin, headers.get('access-control-allow-origin')]).toEqual([origin, null]);
    }
  });

  it('a page of a strange origin signs nobody in and changes nothing', async () => {
    const body = { email: ada.email, password: ada.password };
    for (const origin of STRANGE_ORIGINS) {
      const answer = await world.post('/login', body, { origin });
      expect([origin, answer.status, answer.body.code]).toEqual([origin, 403, 'auth.crossSite']);
    }
    expect((await world.post('/login', body, { origin: APP })).status).toBe(200);
  });
});
