import { encode, Forger, verdictOn } from '../support/forger.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { World } from '../support/world.js';

const ISSUER = 'http://localhost:3000';
const ACCEPTED = [200, undefined];
const INVALID = [401, 'token.invalid'];
const EXPIRED = [401, 'token.expired'];

/** What no claim that must be a text, a number or a list may be. */
const NO_TEXT = [undefined, null, '', 7, true, ['x'], { x: 1 }];
const NO_TIME = [undefined, null, '', 'soon', true, [4_000_000_000], { $gt: 0 }];
const NO_LIST = [undefined, null, 'admin', 7, true, { 0: 'admin' }, [7], [null], [''], [['admin']]];

// RFC 9068 §4, RFC 8725 §3.8–3.11; every token here bears a genuine signature
describe('A verified access token', () => {
  const clock = new FrozenClock();
  const now = Math.floor(clock.now().getTime() / 1000);
  let world: World;
  let forger: Forger;

  beforeAll(async () => {
    world = await World.open({ clock });
    forger = new Forger(world, await world.person().signedIn());
  });
  afterAll(() => world.close());

  const withClaims = (claims: object) => verdictOn(forger.forge({}, { ...claims }), world);
  const withClaim = (name: string, value: unknown) => withClaims({ [name]: value });

  /** Refused with each of these values, and so for the claim alone. */
  const refusesEach = async (name: string, values: readonly unknown[]) => {
    for (const value of values)
      expect([name, value, ...(await withClaim(name, value))]).toEqual([name, value, ...INVALID]);
  };

  it('is accepted as the server makes it', async () => {
    expect(await withClaims({})).toEqual(ACCEPTED);
  });

  describe('has a type', () => {
    it.each([
      ['none', undefined],
      ['null', null],
      ['nothing', ''],
      ['JWT', 'JWT'],
      ['of an ID token of old', 'jwt'],
      ['of a logout token', 'logout+jwt'],
      ['of a DPoP proof', 'dpop+jwt'],
      ['of a security event', 'secevent+jwt'],
      ['of an introspection answer', 'token-introspection+jwt'],
      ['with a space', 'at+jwt '],
      ['in a list', ['at+jwt']],
    ])('and it is at+jwt: not %s', async (_, typ) => {
      expect(await verdictOn(forger.forge({ typ }), world)).toEqual(INVALID);
    });
  });

  describe('says who issued it', () => {
    it('exactly: this server', () =>
      refusesEach('iss', [
        `${ISSUER}/`,
        ISSUER.toUpperCase(),
        'https://localhost:3000',
        'http://localhost',
        'http://localhost:30000',
        'http://evil.example',
        [ISSUER],
        ...NO_TEXT,
      ]));
  });

  describe('says for whom it is meant', () => {
    it('this server, alone or among others', async () => {
      expect(await withClaim('aud', ISSUER)).toEqual(ACCEPTED);
      expect(await withClaim('aud', ['https://other.example', ISSUER])).toEqual(ACCEPTED);
    });

    it('and nobody else alone', () =>
      refusesEach('aud', [
        'https://other.example',
        ['https://other.example'],
        [],
        `${ISSUER}/`,
        ISSUER.slice(0, -1),
        `https://other.example ${ISSUER}`,
        [ISSUER, 7],
        [[ISSUER]],
        { 0: ISSUER },
        ...NO_TEXT,
      ]));
  });

  describe('has every claim that is needed, in its form', () => {
    it.each(['sub', 'jti', 'sid', 'client_id'])('%s is a text', (name) => refusesEach(name, NO_TEXT));

    it.each(['exp', 'iat', 'auth_time'])('%s is a time', (name) => refusesEach(name, NO_TIME));

    it.each(['roles', 'amr'])('%s is a list of texts', (name) => refusesEach(name, NO_LIST));

    it('epoch is a whole number', () =>
      refusesEach('epoch', [undefined, null, '0', 0.5, true, [0], {}, 2 ** 53]));

    it.each(['1e999', '-1e999'])('no time is %s, which JSON reads as infinite', async (time) => {
      for (const name of ['exp', 'iat', 'nbf']) {
        const claims = JSON.stringify({ ...forger.claims, [name]: 'HERE' }).replace('"HERE"', time);
        const token = forger.sign(`${encode(forger.header)}.${encode(claims)}`);
        expect(await verdictOn(token, world)).toEqual(INVALID);
      }
    });

    it.each([
      ['an array', '[]'],
      ['a text', '"claims"'],
      ['a number', '7'],
      ['null', 'null'],
      ['nothing', ' '],
      ['no JSON', '{sub:1}'],
      ['two objects', '{}{}'],
    ])('they are the members of a JSON object: not %s', async (_, claims) => {
      const token = forger.sign(`${encode(forger.header)}.${encode(claims)}`);
      expect(await verdictOn(token, world)).toEqual(INVALID);
    });

    it('they are written in UTF-8', async () => {
      const claims = Buffer.from(JSON.stringify({ ...forger.claims, filling: '~' }));
      const token = () => forger.sign(`${encode(forger.header)}.${encode(claims)}`);
      expect(await verdictOn(token(), world)).toEqual(ACCEPTED);
      claims[claims.lastIndexOf('~')] = 0xff;
      expect(await verdictOn(token(), world)).toEqual(INVALID);
    });
  });

  // The clocks of two machines may differ by 30 seconds (CLOCK_LEEWAY).
  describe('is good for its time', () => {
    it('until it expires, and the leeway after', async () => {
      expect(await withClaim('exp', now + 1)).toEqual(ACCEPTED);
      expect(await withClaim('exp', now - 29)).toEqual(ACCEPTED);
      expect(await withClaim('exp', now - 30)).toEqual(EXPIRED);
      expect(await withClaim('exp', now - 86_400)).toEqual(EXPIRED);
    });

    it('and not for ever by an expiry in ages long past', async () => {
      for (const exp of [0, -1, -now, Number.MIN_SAFE_INTEGER])
        expect([exp, ...(await withClaim('exp', exp))]).toEqual([exp, ...EXPIRED]);
    });

    it('from when it was issued, and the leeway before', async () => {
      expect(await withClaim('iat', now + 30)).toEqual(ACCEPTED);
      expect(await withClaim('iat', now + 31)).toEqual(INVALID);
      expect(await withClaim('iat', now + 86_400)).toEqual(INVALID);
    });

    it('not before a time that it names, but for the leeway', async () => {
      expect(await withClaim('nbf', now - 1)).toEqual(ACCEPTED);
      expect(await withClaim('nbf', now + 30)).toEqual(ACCEPTED);
      expect(await withClaim('nbf', now + 31)).toEqual(INVALID);
      for (const nbf of [null, 'soon', '0', true, [0]]) expect(await withClaim('nbf', nbf)).toEqual(INVALID);
    });

    // The last, for it moves the clock.
    it('and no longer, although it was accepted before and is remembered', async () => {
      const ada = await world.person().signedIn();
      expect((await ada.gets('/me')).status).toBe(200);
      clock.advance(600 + 29);
      expect((await ada.gets('/me')).status).toBe(200);
      clock.advance(1);
      const { status, body } = await ada.gets('/me');
      expect([status, body.code]).toEqual(EXPIRED);
    });
  });
});

describe('An access token', () => {
  let world: World;
  let forger: Forger;

  beforeAll(async () => {
    world = await World.open({ env: { TOKEN_AUDIENCE: 'https://api.example.com' } });
    forger = new Forger(world, await world.person().signedIn());
  });
  afterAll(() => world.close());

  it('has 4096 characters at most', async () => {
    const ofLength = (filling: number) => forger.forge({}, { filling: 'x'.repeat(filling) });
    const start = 3 * Math.floor((4096 - ofLength(0).length) / 4) - 6;
    const tokens = Array.from({ length: 12 }, (_, more) => ofLength(start + more));
    const longest = tokens.findLast(({ length }) => length <= 4096)!;
    const tooLong = tokens.find(({ length }) => length > 4096)!;
    expect(longest.length).toBeGreaterThan(4092);
    expect(tooLong.length).toBeLessThan(4100);
    expect(await verdictOn(longest, world)).toEqual(ACCEPTED);
    expect(await verdictOn(tooLong, world)).toEqual(INVALID);
    expect(await verdictOn(forger.forge({}, { filling: 'x'.repeat(8000) }), world)).toEqual(INVALID);
  });

  it('is meant for the configured audience, and then no longer for the issuer', async () => {
    expect(forger.claims.aud).toBe('https://api.example.com');
    expect(await verdictOn(forger.forge(), world)).toEqual(ACCEPTED);
    expect(await verdictOn(forger.forge({}, { aud: ISSUER }), world)).toEqual(INVALID);
  });
});
