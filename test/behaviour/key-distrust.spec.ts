import { decodeProtectedHeader } from 'jose';
import { DataSource } from 'typeorm';
import { KeyRing, SigningKeyRow } from '../../src/keys/index.js';
import { KeyStore } from '../../src/keys/key-store.js';
import { AuditEvent } from '../../src/platform/audit/index.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { Person } from '../support/person.js';
import { World } from '../support/world.js';

const CLIENT = 'billing:a-secret-of-24-characters-or-more';

describe('Distrusting a signing key', () => {
  let world: World;
  let ada: Person;
  let ring: KeyRing;
  const clock = new FrozenClock();
  const env = { OAUTH_CLIENTS: CLIENT };

  beforeEach(async () => {
    world = await World.open({ clock, env });
    ring = world.provider(KeyRing);
    ada = await world.person().signedIn();
    clock.advance(1); // no two keys begin at the same instant
  });
  afterEach(() => world.close());

  const published = async (): Promise<string[]> =>
    (await world.get('/.well-known/jwks.json')).body.keys.map(({ kid }: { kid: string }) => kid);
  const keyOf = ({ accessToken }: Person) => decodeProtectedHeader(accessToken).kid!;
  const answerTo = async (person: Person) => {
    const { status, body } = await person.gets('/me');
    return [status, body.code];
  };

  it('voids every token it signed on the next request, those that were verified before too', async () => {
    const grace = await world.person().signedIn();
    expect(await answerTo(ada)).toEqual([200, undefined]); // remembered from here on; Grace's is not
    expect(await ring.distrust(keyOf(ada))).toBe(true);
    expect(await answerTo(ada)).toEqual([401, 'token.invalid']);
    expect(await answerTo(grace)).toEqual([401, 'token.invalid']);
  });

  // What would go wrong: overlapping reads on PostgreSQL end in any order.
  it('is not undone by a look at the keys that began before it and ended after it', async () => {
    const store = world.provider(KeyStore);
    const rows = await store.rows();
    let answer: (found: typeof rows) => void = () => {};
    jest.spyOn(store, 'rows').mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const look = ring.catchUp();
    await ring.distrust(keyOf(ada));
    answer(rows);
    await look;
    expect(await answerTo(ada)).toEqual([401, 'token.invalid']);
    expect(await published()).not.toContain(keyOf(ada));
  });

  it('lets a new key sign at once, and ends no session: who refreshes goes on', async () => {
    const distrusted = keyOf(ada);
    await ring.distrust(distrusted);
    const [successor, ...others] = await published();
    expect([successor === distrusted, others]).toEqual([false, []]);
    expect((await ada.refreshes()).status).toBe(200);
    expect([keyOf(ada), await answerTo(ada)]).toEqual([successor, [200, undefined]]);
  });

  it('leaves opaque tokens alone, which no key signed', async () => {
    const phone = await ada.onAnotherDevice({ token_format: 'opaque' });
    await ring.distrust(keyOf(ada));
    expect(await answerTo(phone)).toEqual([200, undefined]);
  });

  it('leaves alone what other keys signed', async () => {
    await ring.rotate(0);
    const phone = await ada.onAnotherDevice();
    clock.advance(1);
    await ring.distrust(keyOf(ada));
    expect(await answerTo(ada)).toEqual([401, 'token.invalid']);
    expect(await answerTo(phone)).toEqual([200, undefined]);
    expect(await published()).toEqual([keyOf(phone)]);
  });

  it('does not bring back the key before it, whose own last tokens stay good', async () => {
    const first = keyOf(ada);
    await ring.rotate(0);
    const phone = await ada.onAnotherDevice();
    clock.advance(1);
    await ring.distrust(keyOf(phone));
    expect(await answerTo(ada)).toEqual([200, undefined]);
    await phone.refreshes();
    expect(await answerTo(phone)).toEqual([200, undefined]);
    expect(keyOf(phone)).not.toBe(first);
    clock.advance(3900);
    await ring.catchUp();
    expect(await published()).toEqual([keyOf(phone)]);
  });

  // What went wrong: the keys were not taken over at all where one of them could not be opened.
  it('bites also while there is a key that another master key has sealed', async () => {
    const rows = world.provider(DataSource).getRepository(SigningKeyRow);
    const [row] = await rows.find();
    await rows.insert({ ...row!, kid: 'foreign', signsFrom: clock.now() });
    expect(await answerTo(ada)).toEqual([200, undefined]);
    await expect(ring.distrust(keyOf(ada))).rejects.toThrow(/was sealed with another master key/);
    expect(await answerTo(ada)).toEqual([401, 'token.invalid']);
  });

  it('is what becomes of a key whose public half somebody changed in the database', async () => {
    const rows = world.provider(DataSource).getRepository(SigningKeyRow);
    const own = keyOf(ada);
    const other = await ring.rotate(600);
    const { publicJwk } = await rows.findOneByOrFail({ kid: other });
    for (const forged of [publicJwk, 'no JSON']) {
      await rows.update({ kid: own }, { publicJwk: forged });
      const again = await World.open({ clock, env, folder: world.folder });
      const { keys } = (await again.get('/.well-known/jwks.json')).body;
      expect(keys.map(({ kid }: { kid: string }) => kid)).not.toContain(own);
      const phone = new Person(again, ada.email);
      expect((await phone.signsIn()).status).toBe(200);
      expect([keyOf(phone) === own, await answerTo(phone)]).toEqual([false, [200, undefined]]);
      await again.stop();
    }
  });

  it('takes a key that does not sign yet out of the JWKS', async () => {
    const next = await ring.rotate(600);
    await ring.distrust(next);
    expect(await published()).toEqual([keyOf(ada)]);
  });

  // What went wrong: it took over all the same when its time came, so that a new key had to sign at once, unannounced.
  it('lets the one that signs go on where the key that was to follow is distrusted', async () => {
    await ring.distrust(await ring.rotate(600));
    clock.advance(600);
    await ring.catchUp();
    expect(await published()).toEqual([keyOf(ada)]);
  });

  it('holds after a restart', async () => {
    await ring.distrust(keyOf(ada));
    await world.stop();
    world = await World.open({ clock, env, folder: world.folder });
    const answer = await world.get('/me', { headers: { authorization: `Bearer ${ada.accessToken}` } });
    expect([answer.status, answer.body.code]).toEqual([401, 'token.invalid']);
    expect(await published()).not.toContain(keyOf(ada));
  });

  it('is told to the services that ask', async () => {
    const headers = { authorization: `Basic ${Buffer.from(CLIENT).toString('base64')}` };
    const isActive = async () =>
      (await world.post('/introspect', { token: ada.accessToken }, headers)).body.active;
    expect(await isActive()).toBe(true);
    await ring.distrust(keyOf(ada));
    expect(await isActive()).toBe(false);
  });

  it('happens once, is recorded, and is of no effect for a key that there is not', async () => {
    const kid = keyOf(ada);
    expect([await ring.distrust(kid), await ring.distrust(kid)]).toEqual([true, false]);
    for (const nobody of ['x', '', "' OR 1=1 --", '__proto__'])
      expect(await ring.distrust(nobody)).toBe(false);
    const records = await world.provider(DataSource).getRepository(AuditEvent).find();
    const ofKeys = records.filter(({ type }) => type.startsWith('key.')).map(({ type }) => type);
    expect(ofKeys).toEqual(['key.created', 'key.distrusted', 'key.created']);
  });
});
