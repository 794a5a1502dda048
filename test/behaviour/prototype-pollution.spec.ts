import { type Person, PASSWORD } from '../support/person.js';
import { World } from '../support/world.js';

// The server runs in this very process, so what it did to the prototypes of all objects can be seen here.
describe('The prototypes of all objects', () => {
  let world: World;
  let ada: Person;

  beforeAll(async () => {
    world = await World.open();
    ada = await world.person().signedIn();
  });
  afterAll(() => world.close());
  afterEach(() => {
    const strange = [Object.prototype, Array.prototype, String.prototype, Function.prototype].flatMap(
      (prototype) => Object.getOwnPropertyNames(prototype).filter((name) => name === 'polluted'),
    );
    expect(strange).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    '{"__proto__":{"polluted":1}}',
    '{"displayName":{"__proto__":{"polluted":1}}}',
    '{"\\u005f_proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"displayName":[{"constructor":{"prototype":{"polluted":1}}}]}',
    '{"prototype":{"polluted":1}}',
    '{"__defineGetter__":"polluted"}',
    '{"toString":{"polluted":1},"valueOf":1,"hasOwnProperty":1}',
    '{"__proto__.polluted":1}',
    '{"__proto__[polluted]":1}',
    '{"constructor":1}',
  ])('stay as they are, and the request is refused: %s', async (body) => {
    const headers = { 'content-type': 'application/json' };
    const answers = [
      await ada.sends('PATCH', '/me', { body, headers }),
      await world.send('POST', '/register', { body, headers }),
      await world.send('POST', '/login', { body, headers }),
      await world.send('POST', '/token', { body, headers }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  });

  it('stay as they are where a form or a query names them', async () => {
    const query = '__proto__[polluted]=1&__proto__.polluted=1&constructor[prototype][polluted]=1&__proto__=x';
    const form = new URLSearchParams(
      `${query}&username=${ada.email}&password=${encodeURIComponent(PASSWORD)}`,
    );
    expect((await world.post('/token', form)).status).toBe(200); // unknown parameters are ignored
    const signIn = { email: ada.email, password: PASSWORD };
    expect((await world.post(`/login?${query}`, signIn)).body.code).toBe('request.invalid');
    expect((await ada.gets(`/me?${query}`)).status).toBe(200);
  });

  it('stay as they are where a path, a cookie or a grant is named like them', async () => {
    for (const name of ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', '__lookupGetter__']) {
      expect((await ada.sends('DELETE', `/sessions/${name}`)).body.code).toBe('session.notFound');
      expect((await ada.gets(`/${name}`)).status).toBe(404);
      expect((await world.get('/me', { headers: { cookie: `${name}=polluted` } })).status).toBe(401);
      expect((await world.post('/token', { grant_type: name })).body.error).toBe('unsupported_grant_type');
    }
  });
});
