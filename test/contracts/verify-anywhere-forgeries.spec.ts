import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encode, signEs256 } from '../support/forger.js';
import { Sample } from '../support/sample.js';

const SAMPLES = ['jose', 'express-oauth2-jwt-bearer', 'fastify-jwt'];

type Members = Readonly<Record<string, unknown>>;
interface Forgery {
  readonly header?: Members;
  readonly claims?: (now: number) => Members;
}

const FORGERIES: Readonly<Record<string, Forgery>> = {
  'of another type': { header: { typ: 'JWT' } },
  'of no type': { header: { typ: undefined } },
  'with a key that is not published': { header: { kid: 'nobody' } },
  'with a critical header that nobody knows': { header: { crit: ['x'], x: 1 } },
  'that names another algorithm than its key': { header: { alg: 'RS256' } },
  'of another issuer': { claims: () => ({ iss: 'http://other.example' }) },
  'of no issuer': { claims: () => ({ iss: undefined }) },
  'for another audience': { claims: () => ({ aud: 'http://other.example' }) },
  'for no audience': { claims: () => ({ aud: undefined }) },
  'without a subject': { claims: () => ({ sub: undefined }) },
  'that never expires': { claims: () => ({ exp: undefined }) },
  'that has expired': { claims: (now) => ({ exp: now - 60 }) },
  'whose time has not come': { claims: (now) => ({ nbf: now + 60 }) },
};

describe('A service that verifies tokens by itself refuses a token', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  const keys = [{ ...jwk, kid: 'key', alg: 'ES256', use: 'sig' }];
  let issuer: string;
  let jwksServer: HttpServer;
  const samples = new Map<string, Sample>();

  beforeAll(async () => {
    jwksServer = createServer((_, response) => response.end(JSON.stringify({ keys })));
    await new Promise<void>((ready) => jwksServer.listen(0, '127.0.0.1', ready));
    issuer = `http://127.0.0.1:${(jwksServer.address() as AddressInfo).port}`;
    await Promise.all(
      SAMPLES.map(async (name) => samples.set(name, await Sample.start(name, { ISSUER: issuer }))),
    );
  });
  afterAll(async () => {
    for (const sample of samples.values()) await sample.close();
    await new Promise((closed) => jwksServer.close(closed));
  });

  const input = ({ header, claims }: Forgery): string => {
    const now = Math.floor(Date.now() / 1000);
    const genuine = {
      iss: issuer,
      aud: issuer,
      sub: 'ada',
      client_id: 'sallyport',
      jti: '1',
      roles: ['admin'],
    };
    const payload = { ...genuine, iat: now, exp: now + 600, ...claims?.(now) };
    return `${encode({ alg: 'ES256', typ: 'at+jwt', kid: 'key', ...header })}.${encode(payload)}`;
  };
  const signed = (forgery: Forgery): string =>
    `${input(forgery)}.${signEs256(privateKey, input(forgery)).toString('base64url')}`;

  describe.each(SAMPLES)('(with %s)', (name) => {
    const statusOf = async (token: string) => (await samples.get(name)!.reports(token)).status;

    it('for a fault only: without one it is good', async () => {
      expect(await statusOf(signed({}))).toBe(200);
    });

    it.each(Object.entries(FORGERIES))('%s', async (_, forgery) => {
      expect(await statusOf(signed(forgery))).toBe(401);
    });

    it('signed with nothing, or with the public key for a secret', async () => {
      for (const alg of ['none', 'None', 'NONE'])
        for (const signature of ['', 'AA'])
          expect(await statusOf(`${input({ header: { alg } })}.${signature}`)).toBe(401);
      const text = input({ header: { alg: 'HS256' } });
      const secrets = [publicKey.export({ format: 'pem', type: 'spki' }), JSON.stringify(jwk), jwk.x ?? ''];
      for (const secret of secrets)
        expect(
          await statusOf(`${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`),
        ).toBe(401);
    });
  });

  // express-oauth2-jwt-bearer takes that for a bad token, too; docs/guides/verify-anywhere.md says so.
  it.each([
    ['jose', 503],
    ['fastify-jwt', 503],
    ['express-oauth2-jwt-bearer', 401],
  ])('where the keys cannot be read: %s answers %i', async (name, status) => {
    const lost = await Sample.start(name, { ISSUER: 'http://localhost:9' });
    expect((await lost.reports(signed({}))).status).toBe(status);
    await lost.close();
  });
});
