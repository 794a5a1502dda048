import { encode, Forger, verdictOn } from '../support/forger.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The other texts that a lenient decoder reads as the same bytes, for their unused last bits. */
const withStrayBits = (part: string): string[] => {
  const bytes = Buffer.from(part, 'base64url');
  return [...ALPHABET]
    .map((last) => part.slice(0, -1) + last)
    .filter((other) => other !== part && Buffer.from(other, 'base64url').equals(bytes));
};

/** ECDSA has two signatures for one: (r, s) and (r, n − s). */
const withOtherSignature = (token: string): string => {
  const [header, payload, signature] = token.split('.') as [string, string, string];
  const bytes = Buffer.from(signature, 'base64url');
  const s = P256_ORDER - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const other = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
  return `${header}.${payload}.${other.toString('base64url')}`;
};

/** Every part of a token changed by turns, the others left alone. */
const eachPart = (token: string, change: (part: string) => string | string[]): string[] => {
  const parts = token.split('.');
  return parts.flatMap((part, at) =>
    [change(part)].flat().map((changed) => parts.with(at, changed).join('.')),
  );
};

/** Texts that a lenient decoder takes for the same token. */
const respellings = (token: string): Record<string, string[]> => ({
  'padded with =': eachPart(token, (part) => [`${part}=`, `${part}==`, `${part}%3D`]),
  'padded to a multiple of four': [
    token.replace(/[^.]+/g, (part) => part.padEnd(Math.ceil(part.length / 4) * 4, '=')),
  ],
  'in the standard Base64 alphabet': [token.replaceAll('-', '+').replaceAll('_', '/')],
  'with stray bits at the end of a part': eachPart(token, withStrayBits),
  'with characters that decoders skip': eachPart(token, (part) =>
    ['!', '*', '~', '"', "'", '\xa0', '\xff', '%00'].flatMap((noise) => [
      noise + part,
      part.slice(0, 9) + noise + part.slice(9),
      part + noise,
    ]),
  ),
  // At its end HTTP itself takes white space away.
  'with white space inside': eachPart(token, (part) => `${part.slice(0, 9)}\t${part.slice(9)}`),
  'with one character more': eachPart(token, (part) => `${part}A`),
  'with dots more or less': [
    `.${token}`,
    `${token}.`,
    token.replace('.', '..'),
    `${token}..`,
    token.replace('.', ''),
  ],
  'with a fourth part': [`${token}.AA`, `AA.${token}`],
  'in quotation marks': [`"${token}"`, `'${token}'`, `<${token}>`],
  'in percent-encoding': [
    token.replaceAll('.', '%2E'),
    `%${token.charCodeAt(0).toString(16)}${token.slice(1)}`,
  ],
  'in other letter case': [token.toUpperCase(), token.toLowerCase()],
  'with a list of itself': [`${token},${token}`, `${token};`],
});

// RFC 8725bis §3.14, RFC 4648 §3.5, §12
describe('The text of an access token', () => {
  let world: World;
  let forger: Forger;

  beforeAll(async () => {
    world = await World.open();
    forger = new Forger(world, await world.person().signedIn());
  });
  afterAll(() => world.close());

  /** With letters of both alphabets, and with bits to spare in every part. */
  const tokenOfAllShapes = (): string => {
    for (;;) {
      const token = forger.forge({}, { filling: '?>?>~~'.repeat(1 + Math.floor(Math.random() * 9)) });
      if (/-/.test(token) && /_/.test(token) && withStrayBits(token.split('.')[1]!).length > 0) return token;
    }
  };

  it.each(Object.keys(respellings('a.b.c')))('is not believed %s', async (way) => {
    const token = tokenOfAllShapes();
    expect(await verdictOn(token, world)).toEqual([200, undefined]); // and so it is in memory
    const others = respellings(token)[way]!;
    expect(others.filter((other) => other === token)).toEqual([]);
    expect(others.length).toBeGreaterThan(0);
    for (const other of others)
      expect([other, ...(await verdictOn(other, world))]).toEqual([other, 401, 'token.invalid']);
  });

  it('is not believed with white space in its JSON that was not signed', async () => {
    const signature = forger.forge().split('.')[2];
    const spaced = encode(JSON.stringify(forger.claims, null, 1));
    expect(await verdictOn(`${encode(forger.header)}.${spaced}.${signature}`, world)).toEqual([
      401,
      'token.invalid',
    ]);
  });
});

// ASVS 7.4.1
describe('A revoked access token', () => {
  let world: World;
  let ada: Person;

  beforeAll(async () => {
    world = await World.open();
  });
  beforeEach(async () => {
    ada = await world.person().signedIn();
  });
  afterAll(() => world.close());

  const statusWith = async (headers: Record<string, string>) => (await world.get('/me', { headers })).status;

  it('stays dead in every spelling', async () => {
    const token = ada.accessToken;
    await ada.gets('/me');
    await ada.signsOut();
    for (const other of [token, ...Object.values(respellings(token)).flat()])
      expect([other, await statusWith({ authorization: `Bearer ${other}` })]).toEqual([other, 401]);
  });

  it.each<[string, (token: string) => Record<string, string>]>([
    [
      'the other signature of the same claims',
      (token) => ({ authorization: `Bearer ${withOtherSignature(token)}` }),
    ],
    ['the scheme in other letter case', (token) => ({ authorization: `bEARER ${token}` })],
    ['the cookie', (token) => ({ cookie: `sallyport_access=${token}` })],
    [
      'the cookie in percent-encoding',
      (token) => ({ cookie: `sallyport_access=${token.replaceAll('.', '%2E')}` }),
    ],
  ])('stays dead in %s, in which it was good before', async (_, spell) => {
    expect(await statusWith(spell(ada.accessToken))).toBe(200);
    await ada.signsOut();
    const { status, body } = await world.get('/me', { headers: spell(ada.accessToken) });
    expect([status, body.code]).toEqual([401, 'token.revoked']);
  });

  it('stays dead under a new id, a new time and a new signature, for its session has ended', async () => {
    const forger = new Forger(world, ada);
    const twin = { jti: 'another', iat: Math.floor(Date.now() / 1000), epoch: 99, roles: ['admin'] };
    expect(await verdictOn(forger.forge({}, twin), world)).toEqual([200, undefined]);
    await ada.signsOut();
    expect(await verdictOn(forger.forge({}, twin), world)).toEqual([401, 'token.revoked']);
    expect(await verdictOn(forger.forge({}, { ...twin, jti: 'yet another' }), world)).toEqual([
      401,
      'token.revoked',
    ]);
  });

  it('stays dead in every spelling when it is opaque', async () => {
    const grace = await world.person().signedIn({ token_format: 'opaque' });
    const token = grace.accessToken;
    const [, secret] = token.split('sp_at_') as [string, string];
    const spellings = [
      token,
      `${token}=`,
      token.toUpperCase(),
      `SP_AT_${secret}`,
      secret,
      `${token}.`,
      ...withStrayBits(secret).map((other) => `sp_at_${other}`),
    ];
    expect((await grace.gets('/me')).status).toBe(200);
    await grace.signsOut();
    for (const other of spellings)
      expect([other, await statusWith({ authorization: `Bearer ${other}` })]).toEqual([other, 401]);
  });
});
