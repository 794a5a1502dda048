import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

const ISSUER = 'http://localhost:3000';
const SECRET = 'a secret of forty-two characters, no fewer';

/** RFC 7518 §6, RFC 8037 §2. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const expected = { issuer: ISSUER, audience: ISSUER, typ: 'at+jwt' };

interface Signed {
  readonly algorithm: string;
  /** What the JWKS tells of the key, beside the key itself. */
  readonly jwk: Record<string, unknown>;
  /** Its public members, with their lengths in bytes: an RSA key has 3072 bits. */
  readonly members: Readonly<Record<string, number>>;
}

describe.each<Signed>([
  { algorithm: 'ES256', jwk: { kty: 'EC', crv: 'P-256' }, members: { x: 32, y: 32 } },
  { algorithm: 'EdDSA', jwk: { kty: 'OKP', crv: 'Ed25519' }, members: { x: 32 } },
  { algorithm: 'RS256', jwk: { kty: 'RSA', e: 'AQAB' }, members: { n: 384 } },
  { algorithm: 'PS256', jwk: { kty: 'RSA', e: 'AQAB' }, members: { n: 384 } },
])('Access tokens signed with $algorithm', ({ algorithm, jwk, members }) => {
  let world: World;
  let ada: Person;

  beforeAll(async () => {
    world = await World.open({ env: { JWT_ALG: algorithm } });
    ada = await world.person().signedIn();
  });
  afterAll(() => world.close());

  const jwks = async () => (await world.get('/.well-known/jwks.json')).body;

  it('are accepted', async () => {
    expect((await ada.gets('/me')).body.email).toBe(ada.email);
  });

  it('name their algorithm, type and key in the header, and nothing else', async () => {
    const { keys } = await jwks();
    expect(decodeProtectedHeader(ada.accessToken)).toEqual({
      alg: algorithm,
      typ: 'at+jwt',
      kid: keys[0].kid,
    });
  });

  it('are verified by any library with the published key', async () => {
    const { payload, protectedHeader } = await jwtVerify(ada.accessToken, createLocalJWKSet(await jwks()), {
      ...expected,
      algorithms: [algorithm],
    });
    expect(protectedHeader.alg).toBe(algorithm);
    expect(payload).toMatchObject({ iss: ISSUER, aud: ISSUER, client_id: 'sallyport', roles: ['user'] });
    expect(payload.exp! - payload.iat!).toBe(600);
  });

  it('are verified with one public key, of which no private member is published', async () => {
    const { keys } = await jwks();
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ ...jwk, alg: algorithm, use: 'sig', kid: expect.any(String) });
    expect(Object.keys(keys[0]).sort()).toEqual(
      [...Object.keys(jwk), ...Object.keys(members), 'alg', 'kid', 'use'].sort(),
    );
    expect(Object.keys(keys[0]).filter((name) => PRIVATE_MEMBERS.includes(name))).toEqual([]);
    for (const [name, length] of Object.entries(members))
      expect(Buffer.from(keys[0][name], 'base64url')).toHaveLength(length);
  });

  it('are refused with a single character of the signature changed', async () => {
    const end = ada.accessToken.length - 10;
    const changed = ada.accessToken[end] === 'A' ? 'B' : 'A';
    const forged = ada.accessToken.slice(0, end) + changed + ada.accessToken.slice(end + 1);
    const { status, body } = await world.get('/me', { headers: { authorization: `Bearer ${forged}` } });
    expect([status, body.code]).toEqual([401, 'token.invalid']);
  });

  it('are made by the same key after a restart', async () => {
    await world.stop();
    world = await World.open({ env: { JWT_ALG: algorithm }, folder: world.folder });
    ada = await world.person().signedIn();
    const { keys } = await jwks();
    expect(keys).toHaveLength(1);
    await expect(jwtVerify(ada.accessToken, createLocalJWKSet({ keys }), expected)).resolves.toBeDefined();
  });
});

describe('Access tokens signed with HS256', () => {
  let world: World;
  let ada: Person;

  beforeAll(async () => {
    world = await World.open({ env: { JWT_ALG: 'HS256', JWT_SECRET: SECRET } });
    ada = await world.person().signedIn();
  });
  afterAll(() => world.close());

  it('are accepted', async () => {
    expect((await ada.gets('/me')).body.email).toBe(ada.email);
  });

  it('name their algorithm, type and key in the header, and nothing else', () => {
    const header = decodeProtectedHeader(ada.accessToken);
    expect(header).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: expect.stringMatching(/^[\w-]{22}$/) });
    expect(SECRET).not.toContain(header.kid);
  });

  it('are verified by whoever knows the secret', async () => {
    const { payload } = await jwtVerify(ada.accessToken, Buffer.from(SECRET), expected);
    expect(payload.sub).toEqual(ada.claims.sub);
    await expect(jwtVerify(ada.accessToken, Buffer.from(`${SECRET}!`), expected)).rejects.toThrow();
  });

  it('are verified by nobody else: no key is published', async () => {
    expect((await world.get('/.well-known/jwks.json')).body).toEqual({ keys: [] });
  });
});
