import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '../support/client.js';
import { BrowserPage } from '../support/browser-session.js';
import { type Person } from '../support/person.js';
import { World } from '../support/world.js';

/** The address that the server noted of a sign-in with these headers. */
async function addressNoted(
  client: Client,
  person: Person,
  headers: Record<string, string>,
): Promise<string> {
  const { body } = await client.post('/login', { email: person.email, password: person.password }, headers);
  const bearer = { authorization: `Bearer ${body.access_token}` };
  const sessions = (await client.get('/sessions', { headers: bearer })).body;
  return sessions.find(({ current }: { current: boolean }) => current).address;
}

const PROXY = '127.0.0.2';

/** A reverse proxy as simple as they come: it adds the address that it sees to X-Forwarded-For. */
async function proxyTo(target: string): Promise<Server> {
  const proxy = createServer((incoming, outgoing) => {
    const seen = incoming.socket.remoteAddress ?? '';
    const before = incoming.headers['x-forwarded-for'];
    const headers = { ...incoming.headers, 'x-forwarded-for': before ? `${String(before)}, ${seen}` : seen };
    const options = { method: incoming.method, headers, localAddress: PROXY };
    const onward = httpRequest(target + incoming.url, options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  }).listen(0, PROXY);
  await once(proxy, 'listening');
  return proxy;
}

describe('Without trusted proxies', () => {
  it('a caller’s address is that of its connection, whatever the headers say', async () => {
    const world = await World.open();
    const ada = await world.person().registered();
    const spoofs: Record<string, string>[] = [
      { 'x-forwarded-for': '203.0.113.7' },
      { 'x-forwarded-for': '203.0.113.7, 127.0.0.1' },
      { 'x-real-ip': '203.0.113.7' },
      { forwarded: 'for=203.0.113.7' },
      { 'true-client-ip': '203.0.113.7', 'cf-connecting-ip': '203.0.113.7' },
    ];
    for (const headers of spoofs) expect(await addressNoted(world, ada, headers)).toBe('127.0.0.1');
    await world.close();
  });
});

describe('With trusted proxies', () => {
  let world: World;
  let ada: Person;

  beforeAll(async () => {
    world = await World.open({ env: { TRUSTED_PROXIES: 'loopback, 10.0.0.0/8' } });
    ada = await world.person().registered();
  });
  afterAll(() => world.close());

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['198.51.100.1, 203.0.113.7, 10.1.2.3', '203.0.113.7'],
    ['10.9.9.9, 203.0.113.7, ::ffff:10.1.2.3', '203.0.113.7'],
    ['198.51.100.1, unknown, 10.1.2.3', '10.1.2.3'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    [`${'x'.repeat(200)}`, '127.0.0.1'],
  ])('the nearest address that is no proxy’s counts: %s', async (forwarded, address) => {
    expect(await addressNoted(world, ada, { 'x-forwarded-for': forwarded })).toBe(address);
  });

  it('host and scheme still come from PUBLIC_URL alone: in iss, in links and in cookies', async () => {
    const headers = {
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '444',
      'x-forwarded-prefix': '/evil',
      forwarded: 'for=203.0.113.7;host=evil.example;proto=https',
    };
    const metadata = await world.get('/.well-known/oauth-authorization-server', { headers });
    expect(metadata.body.issuer).toBe('http://localhost:3000');
    const page = await new BrowserPage(world).signsIn(ada.email, headers);
    expect(page.status).toBe(200);
    const { body } = await world.post('/login', { email: ada.email, password: ada.password }, headers);
    const claims = Buffer.from(body.access_token.split('.')[1], 'base64url').toString();
    const docs = await world.get('/docs', { headers });
    const problem = await world.get('/nowhere', { headers });
    for (const answer of [metadata, page, docs, problem]) {
      const told = JSON.stringify([answer.body, [...answer.headers], answer.setCookies]);
      expect(told).not.toMatch(/evil|:444/);
    }
    expect(claims).not.toMatch(/evil/);
    expect(JSON.parse(claims).iss).toBe('http://localhost:3000');
    for (const cookie of Object.values(page.setCookies)) expect(cookie).not.toMatch(/Secure|Domain/i);
    expect(page.headers.get('strict-transport-security')).toBeNull();
  });

  it('a page of another site is none of ours because a header says so', async () => {
    const headers = {
      origin: 'https://evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
    };
    const answer = await world.post('/login', { email: ada.email, password: ada.password }, headers);
    expect(answer.body.code).toBe('auth.crossSite');
  });
});

describe('Through a real proxy', () => {
  it('what a caller writes ahead of its own address changes nothing, nor what it says past the proxy', async () => {
    const world = await World.open({ env: { TRUSTED_PROXIES: PROXY } });
    const ada = await world.person().registered();
    const proxy = await proxyTo(world.url);
    const client = new Client(`http://${PROXY}:${(proxy.address() as AddressInfo).port}`);
    const spoofed = { 'x-forwarded-for': `203.0.113.7, ${PROXY}` };
    expect(await addressNoted(client, ada, {})).toBe('127.0.0.1');
    expect(await addressNoted(client, ada, spoofed)).toBe('127.0.0.1');
    expect(await addressNoted(world, ada, spoofed)).toBe('127.0.0.1');
    proxy.close();
    await world.close();
  });
});

describe('TRUSTED_PROXIES', () => {
  it.each(['everyone', '0.0.0.0/0', '::/0', '10.0.0.0/33', '*'])('cannot be %s', async (ranges) => {
    await expect(World.open({ env: { TRUSTED_PROXIES: ranges } })).rejects.toThrow(
      /TRUSTED_PROXIES must be addresses, ranges such as/,
    );
  });
});
