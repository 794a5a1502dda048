import { decodeProtectedHeader } from 'jose';
import { KeyRing } from '../../src/keys/index.js';
import { FrozenClock } from '../support/frozen-clock.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

const MINUTE = 60;
const DAY = 86_400;

describe('Signing keys', () => {
  let world: World;
  let clock: FrozenClock;

  beforeEach(async () => {
    clock = new FrozenClock();
    world = await World.open({ clock, env: { ACCESS_TOKEN_TTL: '60m' } });
  });
  afterEach(() => world.close());

  /** Moves the clock, and lets the server look at its keys, as it does by itself every second. */
  const pass = async (seconds: number) => {
    clock.advance(seconds);
    await world.provider(KeyRing).catchUp();
  };
  const published = async (): Promise<string[]> =>
    (await world.get('/.well-known/jwks.json')).body.keys.map(({ kid }: { kid: string }) => kid);
  const keyOf = ({ accessToken }: Person) => decodeProtectedHeader(accessToken).kid;
  const keyThatSigns = async () => keyOf(await world.person().signedIn());

  it('rotate by schedule: the next is in the JWKS a day before it signs', async () => {
    const [first] = await published();
    await pass(89 * DAY - 1);
    expect(await published()).toEqual([first]);
    await pass(1);
    const [, second, ...others] = await published();
    expect([second, others]).toEqual([expect.not.stringMatching(first!), []]);
    expect(await keyThatSigns()).toBe(first);
    await pass(DAY - 1);
    expect(await keyThatSigns()).toBe(first);
    await pass(1);
    expect(await keyThatSigns()).toBe(second);
  });

  it('take over on time also where the server has not looked at them since', async () => {
    await pass(89 * DAY);
    const [, second] = await published();
    clock.advance(DAY);
    expect(await keyThatSigns()).toBe(second);
  });

  it('verify what they signed until it has expired, and then leave the JWKS', async () => {
    const [first] = await published();
    await pass(89 * DAY);
    clock.advance(DAY - 1);
    const ada = await world.person().signedIn();
    expect(keyOf(ada)).toBe(first);
    await pass(1);
    await pass(60 * MINUTE - 2);
    expect((await ada.gets('/me')).status).toBe(200);
    await pass(MINUTE);
    expect((await ada.gets('/me')).body.code).toBe('token.expired');
    expect(await published()).toHaveLength(2);
    await pass(4 * MINUTE + 2);
    expect(await published()).toEqual([expect.not.stringMatching(first!)]);
    expect((await ada.gets('/me')).body.code).toBe('token.invalid');
  });

  it('rotate by command: the new one is published at once, and signs when it was told to', async () => {
    const [first] = await published();
    const ada = await world.person().signedIn();
    const second = await world.provider(KeyRing).rotate(600);
    expect(await published()).toEqual([first, second]);
    clock.advance(599);
    expect(await keyThatSigns()).toBe(first);
    clock.advance(1);
    expect(await keyThatSigns()).toBe(second);
    expect((await ada.gets('/me')).status).toBe(200);
    expect((await ada.refreshes()).status).toBe(200);
    expect(keyOf(ada)).toBe(second);
  });

  it('that were made by command begin a new schedule', async () => {
    await pass(60 * DAY);
    const second = await world.provider(KeyRing).rotate(0);
    await pass(89 * DAY - 1);
    expect(await published()).toEqual([second]);
    await pass(1);
    expect(await published()).toHaveLength(2);
  });

  it('rotate while the server is down, too: what is overdue is published as long ahead', async () => {
    const [first] = await published();
    await world.stop();
    clock.advance(200 * DAY);
    world = await World.open({ clock, folder: world.folder });
    const [, second] = await published();
    expect(await keyThatSigns()).toBe(first);
    await pass(DAY);
    expect(await keyThatSigns()).toBe(second);
  });

  it('rotate as often as they are told to, and are each published until their own last token', async () => {
    const people: Person[] = [await world.person().signedIn()];
    for (let time = 0; time < 3; time += 1) {
      await pass(20 * MINUTE);
      await world.provider(KeyRing).rotate(0);
      people.push(await world.person().signedIn());
    }
    expect(new Set(people.map(keyOf)).size).toBe(4);
    await pass(25 * MINUTE - 1);
    expect(await published()).toEqual(people.map(keyOf));
    await pass(1); // 65 minutes after the second one took over from the first
    expect(await published()).toEqual(people.slice(1).map(keyOf));
    await pass(40 * MINUTE);
    expect(await published()).toEqual(people.slice(3).map(keyOf));
  });

  // What went wrong: the next key was one that a jump of the clock had made, for years later, and none came before it.
  it('rotate on schedule also where the clock once jumped years ahead and was put back', async () => {
    await pass(1000 * DAY);
    clock.set(-1000 * DAY);
    await pass(89 * DAY);
    expect(await published()).toHaveLength(3);
    const before = await keyThatSigns();
    await pass(DAY);
    expect(await keyThatSigns()).not.toBe(before);
  });

  it('are cached for minutes by who reads them, far less than they are published ahead', async () => {
    const { headers } = await world.get('/.well-known/jwks.json');
    expect(headers.get('cache-control')).toBe('public, max-age=300');
  });
});

describe('A change of JWT_ALG', () => {
  const SECRET = 'a secret of forty-two characters, no fewer';

  it.each(['EdDSA', 'RS256', 'PS256'])(
    'from ES256 to %s keeps the tokens that were signed before',
    async (JWT_ALG) => {
      const before = await World.open();
      const ada = await before.person().signedIn();
      await before.stop();
      const after = await World.open({ folder: before.folder, env: { JWT_ALG } });
      const old = await after.get('/me', { headers: { authorization: `Bearer ${ada.accessToken}` } });
      expect([old.status, old.body.email]).toEqual([200, ada.email]);
      const { body } = await after.post('/refresh', { refresh_token: ada.refreshToken });
      expect(decodeProtectedHeader(body.access_token).alg).toBe(JWT_ALG);
      const fresh = await after.get('/me', { headers: { authorization: `Bearer ${body.access_token}` } });
      expect(fresh.status).toBe(200);
      await after.close();
    },
  );

  it('and back makes yet another key, for each signs for one stretch of time only', async () => {
    const first = await World.open();
    await first.stop();
    const second = await World.open({ folder: first.folder, env: { JWT_ALG: 'EdDSA' } });
    await second.stop();
    const third = await World.open({ folder: first.folder });
    const algorithms = (await third.get('/.well-known/jwks.json')).body.keys.map(
      ({ alg }: { alg: string }) => alg,
    );
    expect(algorithms).toEqual(['ES256', 'EdDSA', 'ES256']);
    await third.close();
  });

  it('to or from HS256, or of JWT_SECRET, voids the tokens that were signed before; the sessions live on', async () => {
    const before = await World.open();
    const ada = await before.person().signedIn();
    await before.stop();
    const settings: Record<string, string>[] = [
      { JWT_ALG: 'HS256', JWT_SECRET: SECRET },
      { JWT_ALG: 'HS256', JWT_SECRET: `${SECRET}!` },
      { JWT_ALG: 'ES256' },
    ];
    for (const env of settings) {
      const after = await World.open({ folder: before.folder, env });
      const old = await after.get('/me', { headers: { authorization: `Bearer ${ada.accessToken}` } });
      const answer = await after.post('/refresh', { refresh_token: ada.refreshToken });
      expect([env, old.body.code, answer.status]).toEqual([env, 'token.invalid', 200]);
      Object.assign(ada, {
        accessToken: answer.body.access_token,
        refreshToken: answer.body.refresh_token,
      });
      await after.stop();
    }
  });

  // What went wrong: each of the two found a key of the wrong algorithm every second, and made another.
  it('on one of two servers that share a database makes one key, not one a second', async () => {
    const clock = new FrozenClock();
    const old = await World.open({ clock });
    clock.advance(1);
    const fresh = await World.open({ clock, folder: old.folder, env: { JWT_ALG: 'EdDSA' } });
    for (const world of [old, fresh, old, fresh]) {
      clock.advance(1);
      await world.provider(KeyRing).catchUp();
    }
    expect((await fresh.get('/.well-known/jwks.json')).body.keys).toHaveLength(2);
    await old.close();
    await fresh.close();
  });

  // What went wrong: the key that was published ahead, of the old algorithm, took over all the same when its time
  // came, and a second later had to give way to one that nobody knew yet.
  it('leaves no key of the old algorithm to take over later', async () => {
    const clock = new FrozenClock();
    const before = await World.open({ clock });
    clock.advance(89 * DAY);
    await before.provider(KeyRing).catchUp();
    await before.stop();
    const after = await World.open({ clock, folder: before.folder, env: { JWT_ALG: 'EdDSA' } });
    clock.advance(DAY);
    const ada = await after.person().signedIn();
    expect(decodeProtectedHeader(ada.accessToken).alg).toBe('EdDSA');
    await after.close();
  });
});
