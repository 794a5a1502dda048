import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { BrowserPage } from '../support/browser-session.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

const CHALLENGE = 'Bearer realm="sallyport"';
const challenge = (error: string, description: string) =>
  `${CHALLENGE}, error="${error}", error_description="${description}"`;

/** Sends header lines as they stand, which fetch would not. */
const statusOf = async (url: string, ...headers: string[]): Promise<number> => {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(['GET /me HTTP/1.1', `Host: ${host}`, ...headers, 'Connection: close', '', ''].join('\r\n'));
  return Number((await text(socket)).split(' ')[1]);
};

// RFC 6750 §2.1, §3, §3.1; OAuth 2.1 §5
describe('A request for a protected resource', () => {
  let world: World;
  let ada: Person;

  beforeAll(async () => {
    world = await World.open();
    ada = await world.person().signedIn();
  });
  afterAll(() => world.close());

  const ask = (headers: Record<string, string>, path = '/me') => world.get(path, { headers });
  const answerTo = async (headers: Record<string, string>, path?: string) => {
    const answer = await ask(headers, path);
    return [answer.status, answer.body.code, answer.headers.get('www-authenticate')];
  };

  describe('with a good token', () => {
    it('is answered without a challenge', async () => {
      expect(await answerTo({ authorization: `Bearer ${ada.accessToken}` })).toEqual([200, undefined, null]);
    });

    it.each(['bearer', 'BEARER', 'BeArEr'])('may write the scheme %s (RFC 9110 §11.1)', async (scheme) => {
      expect((await ask({ authorization: `${scheme} ${ada.accessToken}` })).status).toBe(200);
    });
  });

  describe('without a token', () => {
    it('is told the scheme, and of no error', async () => {
      expect(await answerTo({})).toEqual([401, 'auth.tokenMissing', CHALLENGE]);
    });

    it('may not be cached', async () => {
      expect((await ask({})).headers.get('cache-control')).toBe('no-store');
    });

    it.each([
      'Basic YWRhOnNlY3JldA==',
      'Basic',
      'Digest username="ada"',
      'Negotiate abc',
      'DPoP TOKEN',
      'JWT TOKEN',
      'Token TOKEN',
      'Bearer:TOKEN',
      'Bearer=TOKEN',
      'BearerTOKEN',
      'TOKEN',
      'access_token TOKEN',
      '',
    ])('counts as such when it brings another scheme: %s', async (scheme) => {
      const authorization = scheme.replace('TOKEN', ada.accessToken);
      expect(await answerTo({ authorization })).toEqual([401, 'auth.tokenMissing', CHALLENGE]);
    });
  });

  describe('with a bad token', () => {
    it.each([
      ['nonsense', 'nonsense'],
      ['three parts of nonsense', 'a.b.c'],
      ['an opaque token of nobody', `sp_at_${'x'.repeat(43)}`],
      ['the word null', 'null'],
      ['the word undefined', 'undefined'],
    ])('is told invalid_token: %s', async (_, token) => {
      const invalid = challenge('invalid_token', 'The access token is not valid.');
      expect(await answerTo({ authorization: `Bearer ${token}` })).toEqual([401, 'token.invalid', invalid]);
    });

    it('is told invalid_token when the token was revoked', async () => {
      const grace = await world.person().signedIn();
      await grace.signsOut();
      expect(await answerTo({ authorization: `Bearer ${grace.accessToken}` })).toEqual([
        401,
        'token.revoked',
        challenge('invalid_token', 'The access token was revoked.'),
      ]);
    });

    it('is told nothing that came with the token', async () => {
      const answer = await ask({ authorization: 'Bearer x",error="invalid_scope' });
      expect(answer.headers.get('www-authenticate')).toBe(
        challenge('invalid_token', 'The access token is not valid.'),
      );
      expect(JSON.stringify(answer.body)).not.toContain('invalid_scope');
    });
  });

  describe('with a good token that is not enough', () => {
    it('is told insufficient_scope', async () => {
      expect(await answerTo({ authorization: `Bearer ${ada.accessToken}` }, '/reports')).toEqual([
        403,
        'role.roleRequired',
        challenge('insufficient_scope', 'This needs a role that you do not hold.'),
      ]);
    });
  });

  describe('with a header that cannot be read', () => {
    it.each([
      ['the scheme alone', 'Bearer'],
      ['two spaces', 'Bearer  TOKEN'],
      ['two tokens', 'Bearer TOKEN TOKEN'],
      ['a word behind the token', 'Bearer TOKEN please'],
      ['the scheme twice', 'Bearer Bearer TOKEN'],
    ])('is told invalid_request: %s', async (_, header) => {
      const authorization = header.replaceAll('TOKEN', ada.accessToken);
      const { status, body } = await ask({ authorization });
      expect([status, body.code, body.error]).toEqual([
        400,
        'auth.authorizationMalformed',
        'invalid_request',
      ]);
    });

    it('is not mended by a second one that is good', async () => {
      const good = `Authorization: Bearer ${ada.accessToken}`;
      expect(await statusOf(world.url, good)).toBe(200);
      for (const bad of ['Bearer nonsense', 'Bearer', 'Basic YWRhOnNlY3JldA=='])
        expect(await statusOf(world.url, `Authorization: ${bad}`, good)).toBeGreaterThanOrEqual(400);
    });
  });

  describe('with a token elsewhere than in the header', () => {
    const elsewhere = (token: string) =>
      `access_token=${token}&token=${token}&jwt=${token}&authorization=Bearer%20${token}`;

    it('counts as one without a token, in the query', async () => {
      expect(await answerTo({}, `/me?${elsewhere(ada.accessToken)}`)).toEqual([
        401,
        'auth.tokenMissing',
        CHALLENGE,
      ]);
    });

    it('counts as one without a token, in a body', async () => {
      const { status, body } = await world.post('/logout', { access_token: ada.accessToken });
      expect([status, body.code]).toEqual([401, 'auth.tokenMissing']);
      expect((await ada.gets('/me')).status).toBe(200);
    });

    it.each([
      'x-access-token',
      'x-auth-token',
      'x-authorization',
      'proxy-authorization',
      'x-forwarded-authorization',
      'authentication',
    ])('counts as one without a token, in the header %s', async (name) => {
      for (const value of [ada.accessToken, `Bearer ${ada.accessToken}`])
        expect(await answerTo({ [name]: value })).toEqual([401, 'auth.tokenMissing', CHALLENGE]);
    });

    it.each(['access_token', 'token', 'jwt', 'Authorization', 'SALLYPORT_ACCESS', '__Host-sallyport_access'])(
      'counts as one without a token, in the cookie %s',
      async (name) => {
        const cookie = `${name}=${ada.accessToken}`;
        expect(await answerTo({ cookie })).toEqual([401, 'auth.tokenMissing', CHALLENGE]);
      },
    );

    it('is decided by the header alone, whatever the query says', async () => {
      const grace = await world.person().signedIn();
      const authorization = `Bearer ${grace.accessToken}`;
      const { body } = await ask({ authorization }, `/me?${elsewhere(ada.accessToken)}`);
      expect(body.email).toBe(grace.email);
      const { status } = await ask({ authorization: 'Bearer nonsense' }, `/me?${elsewhere(ada.accessToken)}`);
      expect(status).toBe(401);
    });
  });

  describe('with a good cookie', () => {
    let cookie: string;

    beforeAll(async () => {
      const page = new BrowserPage(world);
      await page.signsIn(ada.email);
      cookie = page.cookies;
    });

    it('is answered by it when there is no header', async () => {
      expect((await ask({ cookie })).status).toBe(200);
    });

    it.each([
      ['nonsense', 'Bearer nonsense', 401],
      ['another scheme', 'Basic YWRhOnNlY3JldA==', 401],
      ['no token', 'Bearer', 400],
      ['two spaces', 'Bearer  x', 400],
      ['nothing at all', '', 401],
    ])('does not fall back to it from a header with %s', async (_, authorization, status) => {
      expect((await ask({ cookie, authorization })).status).toBe(status);
    });

    it('does not fall back to it from a header with a revoked token', async () => {
      const other = await ada.onAnotherDevice();
      await other.signsOut();
      const [status, code] = await answerTo({ cookie, authorization: `Bearer ${other.accessToken}` });
      expect([status, code]).toEqual([401, 'token.revoked']);
    });

    it('is answered by a good header rather than by it', async () => {
      const grace = await world.person().signedIn();
      const { body } = await ask({ cookie, authorization: `Bearer ${grace.accessToken}` });
      expect(body.email).toBe(grace.email);
    });
  });
});
