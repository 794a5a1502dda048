import { PASSWORD, type Person } from '../support/person.js';
import { World } from '../support/world.js';

/** Spellings of mike@example.com and of the username mike.x that people or databases take for the same. */
const LOOK_ALIKES: readonly (readonly [string, string])[] = [
  ['a Turkish dotless i', 'mıke@example.com'],
  ['a Turkish dotted İ', 'mİke@example.com'],
  ['a Kelvin sign', 'mi\u212ae@example.com'],
  ['a Cyrillic е', 'mik\u0435@example.com'],
  ['a full-width letter', 'ｍike@example.com'],
  ['an accent', 'mike\u0301@example.com'],
  ['a soft hyphen', 'mi\u00adke@example.com'],
  ['a zero-width space', 'mike\u200b@example.com'],
  ['a variation selector', 'mike\ufe0f@example.com'],
  ['a right-to-left override', '\u202emike@example.com'],
  ['a space before', ' mike@example.com'],
  ['a space after', 'mike@example.com '],
  ['a dot', 'mi.ke@example.com'],
  ['a tag', 'mike+x@example.com'],
  ['a Cyrillic domain', 'mike@ex\u0430mple.com'],
  ['a full-width domain', 'mike@ｅxample.com'],
  ['an ideographic full stop', 'mike@example。com'],
  ['a soft hyphen in the domain', 'mike@exam\u00adple.com'],
  ['a dot at the end', 'mike@example.com.'],
  ['a second address', 'mike@example.com,eve@example.org'],
  ['a header', 'mike@example.com\r\nBcc: eve@example.org'],
  ['NUL and more', 'mike@example.com\0.example.org'],
  ['a quoted part', '"mike"@example.com'],
  ['a wildcard', 'mik_@example.com'],
  ['another wildcard', '%@example.com'],
];

describe('An address that looks like another', () => {
  let world: World;
  let mike: Person;
  const signsIn = (email: string) => world.post('/login', { email, password: PASSWORD });

  beforeAll(async () => {
    world = await World.open();
    mike = await world.person('mike').signedIn();
  });
  afterAll(() => world.close());

  it.each(LOOK_ALIKES)(
    'signs nobody else in, before and after it has an account of its own: %s',
    async (_, email) => {
      const asUsername = await world.post('/login', { username: email, password: PASSWORD });
      for (const { status } of [await signsIn(email), asUsername]) expect([400, 401]).toContain(status);
      const registered = await world.post('/register', { email, password: PASSWORD });
      if (registered.status !== 201) {
        expect([registered.status, registered.body.code]).toEqual([400, 'request.invalid']);
        expect((await signsIn(email)).status).not.toBe(200);
        return;
      }
      expect(registered.body.email).toBe(email);
      expect(registered.body.id).not.toBe(mike.claims.sub);
      const { access_token } = (await signsIn(email)).body;
      const me = await world.get('/me', { headers: { authorization: `Bearer ${access_token}` } });
      expect(me.body.id).toBe(registered.body.id);
    },
  );

  it('leaves the first as it was', async () => {
    expect((await mike.signsIn()).status).toBe(200);
    expect((await mike.gets('/me')).body).toMatchObject({ email: 'mike@example.com', username: null });
  });

  it('is the same address where only letter case, Unicode form or the spelling of the domain differ', async () => {
    const email = 'ren\u00e9@b\u00fccher.example';
    expect((await world.post('/register', { email, password: PASSWORD })).status).toBe(201);
    for (const same of [
      'Rene\u0301@b\u00fccher.example',
      'ren\u00e9@B\u00dcCHER.example',
      'ren\u00e9@xn--bcher-kva.EXAMPLE',
    ]) {
      const again = await world.post('/register', { email: same, password: PASSWORD });
      expect([same, again.body.code]).toEqual([same, 'user.emailTaken']);
      expect((await signsIn(same)).status).toBe(200);
    }
  });

  it('is never taken for a username, nor a username for it', async () => {
    const names = ['mike@example.com', 'm\u0131ke', '\u217fike', 'mik\u0435', 'mike ', 'mike\u200b'];
    for (const username of names) {
      const { body } = await mike.sends('PATCH', '/me', { body: { username } });
      expect([username, body.code]).toEqual([username, 'request.invalid']);
    }
  });
});
