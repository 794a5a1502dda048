import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateRawSync } from 'node:zlib';
import { encode, Forger, signEs256, verdictOn } from '../support/forger.js';
import { World } from '../support/world.js';

const INVALID = [401, 'token.invalid'];

describe('The header of an access token', () => {
  let world: World;
  let forger: Forger;

  beforeAll(async () => {
    world = await World.open();
    forger = new Forger(world, await world.person().signedIn());
  });
  afterAll(() => world.close());

  const verdict = (token: string) => verdictOn(token, world);

  // RFC 8725 §3.10
  describe('that brings a key, or says where one is', () => {
    const attacker = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    let bait: Server;
    let url: string;
    let visitors = 0;

    beforeAll(async () => {
      const jwk = {
        ...attacker.publicKey.export({ format: 'jwk' }),
        kid: 'theirs',
        alg: 'ES256',
        use: 'sig',
      };
      bait = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })));
      bait.on('connection', () => visitors++);
      await new Promise<void>((listening) => bait.listen(0, '127.0.0.1', listening));
      url = `http://127.0.0.1:${(bait.address() as AddressInfo).port}`;
    });
    afterAll(() => new Promise((closed) => bait.close(closed)));

    const lures = (): [string, unknown][] => {
      const jwk = attacker.publicKey.export({ format: 'jwk' });
      const der = attacker.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
      return [
        ['jwk', jwk],
        ['jwk', { ...jwk, kid: forger.key.kid }],
        ['jku', `${url}/jwks.json`],
        ['jku', `${url}@localhost:3000/.well-known/jwks.json`],
        ['x5u', `${url}/cert.pem`],
        ['x5c', [der]],
        ['x5t', 'dGh1bWJwcmludA'],
        ['x5t#S256', 'dGh1bWJwcmludA'],
        ['iss', url],
        ['kid', `${url}/jwks.json`],
      ];
    };

    it('is refused under the key it brings, and nobody goes to look for it', async () => {
      for (const [member, value] of lures())
        for (const kid of [forger.key.kid, 'theirs', undefined]) {
          const header = { ...forger.header, kid, [member]: value };
          const input = `${encode(header)}.${encode(forger.claims)}`;
          const token = `${input}.${signEs256(attacker.privateKey, input).toString('base64url')}`;
          expect([member, ...(await verdict(token))]).toEqual([member, ...INVALID]);
        }
      expect(visitors).toBe(0);
    });

    it('is refused under our own key, too, and nobody goes to look for it', async () => {
      for (const [member, value] of lures())
        expect([member, ...(await verdict(forger.forge({ [member]: value })))]).toEqual([member, ...INVALID]);
      expect(visitors).toBe(0);
      await fetch(url); // the bait works
      expect(visitors).toBe(1);
    });
  });

  // RFC 8725 §3.10
  it.each([
    ['a path', '../../../../etc/passwd'],
    ['a path to an empty file', '/dev/null'],
    ['a path in percent-encoding', '..%2f..%2fmaster.key'],
    ['a path with NUL', 'key.pem\0.json'],
    ['SQL that is always true', "' OR 1=1--"],
    ['SQL that brings a row', "x' UNION SELECT 'x','ES256','{}','','0','0',NULL,NULL--"],
    ['SQL that drops a table', "'; DROP TABLE signing_keys;--"],
    ['a command', '| /bin/sleep 10'],
    ['a template', '${7*7}{{7*7}}'],
    ['an LDAP filter', '*)(uid=*'],
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
    ['toString', 'toString'],
    ['very long', 'k'.repeat(2000)],
    ['of no key', 'bm90LW9uZS1vZi1vdXJz'],
    ['empty', ''],
    ['null', null],
    ['missing', undefined],
    ['a number', 0],
    ['an object', { $ne: null }],
  ])('names its key by a text that is looked up and used for nothing else; not %s', async (_, kid) => {
    expect(await verdict(forger.forge({ kid }))).toEqual(INVALID);
  });

  it('names its key exactly, and alone', async () => {
    const { kid } = forger.key;
    expect(await verdict(forger.forge({ kid: [kid] }))).toEqual(INVALID);
    for (const near of [
      `${kid} `,
      ` ${kid}`,
      `${kid}\0`,
      `${kid}=`,
      kid.slice(0, -1),
      kid.toLowerCase(),
      `./${kid}`,
    ])
      expect([near, ...(await verdict(forger.forge({ kid: near })))]).toEqual([near, ...INVALID]);
  });

  it('keeps its key after all those', async () => {
    expect(await verdict(forger.forge())).toEqual([200, undefined]);
  });

  // RFC 7515 §4.1.11
  it.each([
    [
      'an extension that nobody knows',
      { crit: ['http://example.com/UNDEFINED'], 'http://example.com/UNDEFINED': true },
    ],
    ['an extension that is not there', { crit: ['exp'] }],
    ['a member that needs no mention', { crit: ['alg'] }],
    ['nothing', { crit: [] }],
    ['a text', { crit: 'exp' }],
    ['null', { crit: null }],
    ['unencoded payloads', { crit: ['b64'], b64: true }],
  ])('declares nothing critical: %s', async (_, header) => {
    expect(await verdict(forger.forge(header))).toEqual(INVALID);
  });

  // RFC 7797
  it('does not turn off the encoding of the payload', async () => {
    const claims = JSON.stringify(forger.claims);
    for (const more of [{ b64: false }, { b64: false, crit: ['b64'] }]) {
      const header = encode({ ...forger.header, ...more });
      const signature = forger.sign(`${header}.${claims}`).split('.').at(-1);
      expect(await verdict(`${header}.${encode(forger.claims)}.${signature}`)).toEqual(INVALID);
      expect(await verdict(forger.forge(more))).toEqual(INVALID);
    }
  });

  it('does not announce a compressed payload', async () => {
    const compressed = encode(deflateRawSync(JSON.stringify(forger.claims)));
    for (const more of [{ zip: 'DEF' }, {}]) {
      const token = forger.sign(`${encode({ ...forger.header, ...more })}.${compressed}`);
      expect(await verdict(token)).toEqual(INVALID);
    }
    expect(await verdict(forger.forge({ zip: 'DEF' }))).toEqual(INVALID);
  });

  it.each(['enc', 'cty', 'epk', 'apu', 'p2c', 'nonce', 'url', 'ALG', 'foo', '__proto__'])(
    'holds alg, typ and kid only: no %s',
    async (member) => {
      const header = `{"alg":"ES256","typ":"at+jwt","kid":"${forger.key.kid}","${member}":"x"}`;
      expect(await verdict(forger.sign(`${encode(header)}.${encode(forger.claims)}`))).toEqual(INVALID);
    },
  );

  it.each([
    ['no JSON', 'ES256'],
    ['cut off', '{"alg":"ES256"'],
    ['followed by more', '{"alg":"ES256","typ":"at+jwt","kid":"x"} {}'],
    ['an array', '["ES256"]'],
    ['a text', '"ES256"'],
    ['a number', '256'],
    ['null', 'null'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['a lone surrogate in UTF-8', Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d])],
  ])('is a JSON object in UTF-8: not %s', async (_, header) => {
    expect(await verdict(forger.sign(`${encode(header)}.${encode(forger.claims)}`))).toEqual(INVALID);
  });
});
