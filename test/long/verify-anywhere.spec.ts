import { decodeProtectedHeader } from 'jose';
import { PASSWORD, Person } from '../support/person.js';
import { Sample } from '../support/sample.js';
import { run, Server, settingsIn } from '../support/server.js';
import { World } from '../support/world.js';

const SAMPLES = ['jose', 'express-oauth2-jwt-bearer', 'fastify-jwt'];
const CLIENT_SECRET = 'a-secret-of-24-characters/or+more%';

describe('A service that verifies tokens by itself', () => {
  let server: Server;
  let root: Person;
  const samples = new Map<string, Sample>();

  beforeAll(async () => {
    server = await Server.start({ env: { OAUTH_CLIENTS: `billing:${CLIENT_SECRET}` } });
    const create = ['user', 'create', '--email', 'root@example.com', '--role', 'admin'];
    await run('cli.js', create, await settingsIn(server.folder), PASSWORD);
    root = new Person(server, 'root@example.com');
    await Promise.all(
      SAMPLES.map(async (name) => samples.set(name, await Sample.start(name, { ISSUER: server.url }))),
    );
  });
  beforeEach(async () => {
    expect((await root.signsIn()).status).toBe(200);
  });
  afterAll(async () => {
    for (const sample of samples.values()) await sample.close();
    await server.close();
  });

  /** The administrator's token from a server on the same database, with the same keys, under other settings. */
  const tokenUnder = async (env: Record<string, string>): Promise<string> => {
    const world = await World.open({ env: { ...(await settingsIn(server.folder)), ...env } });
    const { body } = await world.post('/login', { email: root.email, password: PASSWORD });
    await world.close();
    return body.access_token;
  };
  const keys = async (...args: string[]) => run('cli.js', ['keys', ...args], await settingsIn(server.folder));
  const keyOf = (token: string) => decodeProtectedHeader(token).kid!;

  describe.each(SAMPLES)('with %s', (name) => {
    const reports = (token?: string) => samples.get(name)!.reports(token);
    const verdict = async (token?: string) => {
      const { status, headers } = await reports(token);
      return [status, headers.get('www-authenticate')];
    };
    const refused = [401, expect.stringMatching(/^Bearer .*error="invalid_token"/)];

    it('lets a good token through, and knows whose it is', async () => {
      const { status, body } = await reports(root.accessToken);
      expect([status, body.reader]).toEqual([200, root.claims.sub]);
    });

    it('refuses a request without a token, and asks for one', async () => {
      expect(await verdict()).toEqual([401, expect.stringMatching(/^Bearer/)]);
      const query = await samples.get(name)!.get(`/reports?access_token=${root.accessToken}`);
      expect([400, 401]).toContain(query.status);
    });

    it('refuses what is no access token', async () => {
      const opaque = await root.onAnotherDevice({ token_format: 'opaque' });
      const [header, claims] = root.accessToken.split('.') as [string, string];
      for (const token of [
        'x',
        'a.b.c',
        '..',
        `${root.accessToken}x`,
        `${header}.${claims}.`,
        `${header}.${claims}.${'A'.repeat(86)}`,
        root.refreshToken,
        opaque.accessToken,
      ])
        expect([token, ...(await verdict(token))]).toEqual([token, ...refused]);
    });

    it('refuses the token of another issuer, although the key is the same', async () => {
      const token = await tokenUnder({
        PUBLIC_URL: 'http://other.example',
        TOKEN_AUDIENCE: server.url,
      });
      expect(keyOf(token)).toBe(keyOf(root.accessToken));
      expect(await verdict(token)).toEqual(refused);
    });

    it('refuses the token that is meant for another audience', async () => {
      const token = await tokenUnder({ PUBLIC_URL: server.url, TOKEN_AUDIENCE: 'http://other.example' });
      expect(await verdict(token)).toEqual(refused);
    });

    it('refuses the token of a stranger’s server', async () => {
      const stranger = await World.open({ env: { PUBLIC_URL: server.url } });
      const { accessToken } = await stranger.administrator();
      expect(await verdict(accessToken)).toEqual(refused);
      await stranger.close();
    });

    it('forbids what the caller has no role for', async () => {
      const ada = await new Person(server, `ada-${name}@example.com`).signedIn();
      expect(await verdict(ada.accessToken)).toEqual([403, 'Bearer error="insufficient_scope"']);
    });

    it('does not learn of a logout: the token is good there until it expires', async () => {
      await root.signsOut();
      expect((await root.gets('/me')).status).toBe(401);
      expect((await reports(root.accessToken)).status).toBe(200);
    });
  });

  it('verifies tokens of a new key, and those of the one before it', async () => {
    const old = root.accessToken;
    const { stdout } = await keys('rotate', '--at-once');
    const [, kid] = /^Made (\S+);/.exec(stdout) ?? [];
    while (keyOf(root.accessToken) !== kid) await root.signsIn();
    await Promise.all(
      [...samples].map(async ([name, sample]) => {
        // The libraries ask for unknown keys every thirty seconds at most.
        while ((await sample.reports(root.accessToken)).status === 401)
          await new Promise((wait) => setTimeout(wait, 250));
        for (const token of [root.accessToken, old])
          expect([name, (await sample.reports(token)).status]).toEqual([name, 200]);
      }),
    );
  }, 60_000);

  it.each(SAMPLES)(
    'with %s, forgets a distrusted key when what it keeps of the JWKS is old',
    async (name) => {
      const sample = await Sample.start(name, { ISSUER: server.url, JWKS_MAX_AGE: '1' });
      expect((await sample.reports(root.accessToken)).status).toBe(200);
      await keys('distrust', keyOf(root.accessToken));
      while ((await sample.reports(root.accessToken)).status !== 401)
        await new Promise((wait) => setTimeout(wait, 100));
      await root.refreshes();
      expect((await sample.reports(root.accessToken)).status).toBe(200);
      await sample.close();
    },
  );

  describe('or asks about each, as introspect.mjs does,', () => {
    let sample: Sample;

    beforeAll(async () => {
      sample = await Sample.start('introspect', { ISSUER: server.url, CLIENT_ID: 'billing', CLIENT_SECRET });
    });
    afterAll(() => sample.close());

    it.each(['jwt', 'opaque'] as const)(
      'lets a good token through (%s), and learns of the logout at once',
      async (token_format) => {
        await root.signsIn({ token_format });
        expect((await sample.reports(root.accessToken)).body.reader).toEqual(expect.any(String));
        await root.signsOut();
        expect((await sample.reports(root.accessToken)).status).toBe(401);
      },
    );

    it('refuses a request without a token, what is none, and a role that is missing', async () => {
      const ada = await new Person(server, 'ada-asks@example.com').signedIn();
      const tokens = [undefined, 'x', 'a.b.c', `${root.accessToken}x`, ada.accessToken];
      const statuses = await Promise.all(tokens.map(async (token) => (await sample.reports(token)).status));
      expect(statuses).toEqual([401, 401, 401, 401, 403]);
    });

    it('refuses a refresh token, although its own client is told that it is active', async () => {
      const client = { client_id: 'billing', client_secret: CLIENT_SECRET };
      const { body } = await server.post('/token', { username: root.email, password: PASSWORD, ...client });
      expect((await server.post('/introspect', { token: body.refresh_token, ...client })).body.active).toBe(
        true,
      );
      expect((await sample.reports(body.refresh_token)).status).toBe(401);
      expect((await sample.reports(body.access_token)).status).toBe(200);
    });

    it('refuses the token that is meant for another audience', async () => {
      const other = await Sample.start('introspect', {
        ISSUER: server.url,
        AUDIENCE: 'http://other.example',
        CLIENT_ID: 'billing',
        CLIENT_SECRET,
      });
      expect((await other.reports(root.accessToken)).status).toBe(401);
      await other.close();
    });

    it('answers 503 where it cannot ask: Sallyport is away, or does not know the client', async () => {
      for (const [ISSUER, CLIENT_ID] of [
        ['http://localhost:9', 'billing'],
        [server.url, 'nobody'],
      ] as const) {
        const lost = await Sample.start('introspect', { ISSUER, CLIENT_ID, CLIENT_SECRET });
        expect((await lost.reports(root.accessToken)).status).toBe(503);
        await lost.close();
      }
    });
  });
});
