import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { CompactEncrypt } from 'jose';
import { encode, Forger, signEs256, verdictOn } from '../support/forger.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

const INVALID = [401, 'token.invalid'];

/** `none`, `nonE`, … `NONE`. */
const casingsOf = (word: string): string[] =>
  [...word].reduce<string[]>(
    (starts, letter) => starts.flatMap((start) => [start + letter, start + letter.toUpperCase()]),
    [''],
  );

// RFC 8725 §3.1, §3.2; RFC 7515 §4.1.1
describe('The algorithm of an access token', () => {
  let world: World;
  let ada: Person;
  let forger: Forger;

  beforeAll(async () => {
    world = await World.open();
    ada = await world.person().signedIn();
    forger = new Forger(world, ada);
  });
  afterAll(() => world.close());

  const verdict = (token: string) => verdictOn(token, world);
  const inputWith = (alg: unknown) => `${encode({ ...forger.header, alg })}.${encode(forger.claims)}`;

  it('is the one that its key was made for: such a token is accepted', async () => {
    expect(await verdict(forger.forge())).toEqual([200, undefined]);
  });

  it.each(casingsOf('none'))('is never %s, with any signature or with none', async (alg) => {
    const genuine = ada.accessToken.split('.')[2]!;
    const zeros = Buffer.alloc(64).toString('base64url');
    for (const signature of ['', genuine, zeros, 'AA'])
      expect(await verdict(`${inputWith(alg)}.${signature}`)).toEqual(INVALID);
    expect(await verdict(inputWith(alg))).toEqual(INVALID);
    expect(await verdict(forger.sign(inputWith(alg)))).toEqual(INVALID);
  });

  it.each([
    ['missing', undefined],
    ['null', null],
    ['empty', ''],
    ['a number', 256],
    ['an array', ['ES256']],
    ['an object', { alg: 'ES256' }],
    ['in lower case', 'es256'],
    ['followed by a space', 'ES256 '],
    ['a name that every object has', 'constructor'],
    ['unknown', 'ES257'],
  ])('is never %s, even under a genuine signature', async (_, alg) => {
    expect(await verdict(forger.sign(inputWith(alg)))).toEqual(INVALID);
  });

  it.each(['RS256', 'PS256', 'EdDSA', 'ES384', 'ES512', 'ES256K', 'HS256'])(
    'is never said to be %s for an ES256 key',
    async (alg) => {
      expect(await verdict(forger.sign(inputWith(alg)))).toEqual(INVALID);
    },
  );

  it.each([
    ['HS256', 'sha256'],
    ['HS384', 'sha384'],
    ['HS512', 'sha512'],
  ])('is never %s keyed with the public key, however that is spelled', async (alg, digest) => {
    const { keys } = (await world.get('/.well-known/jwks.json')).body;
    const publicKey = forger.key.verificationKey;
    const pem = publicKey.export({ format: 'pem', type: 'spki' }) as string;
    const der = publicKey.export({ format: 'der', type: 'spki' });
    const { x, y, kid } = keys[0];
    const point = Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    const spellings = [
      ...[pem, pem.trimEnd(), pem.replaceAll('\n', '\r\n'), pem.replaceAll(/-----.*-----|\n/g, '')],
      ...[der, der.toString('base64'), der.toString('base64url'), der.toString('hex')],
      ...[keys[0], { kty: 'EC', crv: 'P-256', x, y }, { crv: 'P-256', kty: 'EC', x, y }, { keys }].flatMap(
        (jwk) => [JSON.stringify(jwk), `${JSON.stringify(jwk)}\n`, JSON.stringify(jwk, null, 2)],
      ),
      ...[point, Buffer.concat([Buffer.of(4), point]), x, y, x + y, kid, ''],
    ];
    const input = inputWith(alg);
    for (const spelling of spellings) {
      const signature = createHmac(digest, spelling).update(input).digest('base64url');
      expect(await verdict(`${input}.${signature}`)).toEqual(INVALID);
    }
  });
});

describe('The signature of an access token', () => {
  let world: World;
  let forger: Forger;

  beforeAll(async () => {
    world = await World.open();
    forger = new Forger(world, await world.person().signedIn());
  });
  afterAll(() => world.close());

  const input = () => `${encode(forger.header)}.${encode(forger.claims)}`;
  const verdict = (signature: Buffer | string, over = input()) =>
    verdictOn(
      `${over}.${typeof signature === 'string' ? signature : signature.toString('base64url')}`,
      world,
    );

  it('is not by a key of somebody else, under our kid, theirs or none', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (const kid of [forger.key.kid, 'theirs', undefined]) {
      const theirs = `${encode({ ...forger.header, kid })}.${encode(forger.claims)}`;
      expect(await verdict(signEs256(privateKey, theirs), theirs)).toEqual(INVALID);
    }
  });

  it('is over these claims and no others', async () => {
    const [, , genuine] = forger.forge().split('.');
    const claims = encode({ ...forger.claims, roles: ['admin'] });
    expect(await verdict(genuine!, `${encode(forger.header)}.${claims}`)).toEqual(INVALID);
  });

  it('is not a trivial solution of the equation (CVE-2022-21449)', async () => {
    const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
    const one = Buffer.concat([Buffer.alloc(31), Buffer.of(1)]);
    const zero = Buffer.alloc(32);
    for (const r of [zero, one, order])
      for (const s of [zero, one, order]) expect(await verdict(Buffer.concat([r, s]))).toEqual(INVALID);
  });

  it('is r and s side by side, not their DER form', async () => {
    const der = sign('sha256', Buffer.from(input()), forger.key.signingKey);
    expect(await verdict(der)).toEqual(INVALID);
  });

  it('is as long as its algorithm makes it', async () => {
    const genuine = signEs256(forger.key.signingKey, input());
    for (const length of [1, 32, 63]) expect(await verdict(genuine.subarray(0, length))).toEqual(INVALID);
    for (const more of [1, 64])
      expect(await verdict(Buffer.concat([genuine, Buffer.alloc(more)]))).toEqual(INVALID);
  });

  it('is there: encryption to our public key is none', async () => {
    const claims = Buffer.from(JSON.stringify(forger.claims));
    const jwe = await new CompactEncrypt(claims)
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', typ: 'at+jwt', kid: forger.key.kid })
      .encrypt(forger.key.verificationKey);
    expect(jwe.split('.')).toHaveLength(5);
    expect(await verdictOn(jwe, world)).toEqual(INVALID);
  });

  it('does not come in the JSON form', async () => {
    const [header, payload, signature] = forger.forge().split('.');
    const json = JSON.stringify({ payload, protected: header, signature });
    expect(await verdictOn(json, world)).toEqual(INVALID);
  });
});
