import { connect } from 'node:net';
import { PASSWORD, type Person } from '../support/person.js';
import { World } from '../support/world.js';

// What went wrong: passport writes a request's callbacks onto the strategy, and the guards shared one strategy object
// between requests. A stranger's wrong password, sent just after somebody's right one, was answered with that
// somebody's tokens, and the others hung for ever.
describe('Callers at the same moment', () => {
  let world: World;
  let people: Person[];

  beforeAll(async () => {
    world = await World.open({ env: { TOKEN_CACHE: '0', HASH_QUEUE: '1000' } });
    people = await Promise.all(Array.from({ length: 10 }, () => world.person().registered()));
  });
  afterAll(() => world.close());

  it('each get their own answer when right and wrong passwords come together', async () => {
    const attempts = people.flatMap((person) => [
      { person, password: PASSWORD, status: 200 },
      { person, password: 'wrong horse battery staple', status: 401 },
    ]);
    const answers = await Promise.all(
      attempts.map(async ({ person: { email }, password }, index) => {
        await new Promise((later) => setTimeout(later, index * 3));
        return world.post('/login', { email, password });
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(attempts.map(({ status }) => status));
    const owners = await Promise.all(
      answers
        .filter(({ status }) => status === 200)
        .map(({ body }) => world.get('/me', { headers: { authorization: `Bearer ${body.access_token}` } })),
    );
    expect(owners.map(({ body }) => body.email)).toEqual(people.map(({ email }) => email));
  });

  it.each(['jwt', 'opaque'] as const)(
    'each are who they are, when their tokens (%s) are verified together',
    async (token_format) => {
      await Promise.all(people.map((person) => person.signsIn({ token_format })));
      const bad = `Bearer ${token_format === 'opaque' ? `sp_at_${'A'.repeat(43)}` : 'a.b.c'}`;
      const answers = await Promise.all(
        people.flatMap((person) => [
          person.gets('/me'),
          world.get('/me', { headers: { authorization: bad } }),
        ]),
      );
      expect(answers.map(({ status }) => status)).toEqual(people.flatMap(() => [200, 401]));
      expect(answers.filter(({ status }) => status === 200).map(({ body }) => body.email)).toEqual(
        people.map(({ email }) => email),
      );
    },
  );

  it('each are who they are on one connection, with requests sent without waiting', async () => {
    await Promise.all(people.map((person) => person.signsIn()));
    const requests = people.map(
      ({ accessToken }, index) =>
        `GET /me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${accessToken}\r\n${index === people.length - 1 ? 'Connection: close\r\n' : ''}\r\n`,
    );
    const { port, hostname } = new URL(world.url);
    const socket = connect(Number(port), hostname);
    socket.write(requests.join(''));
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    const emails = [...text.matchAll(/"email":"([^"]+)"/g)].map(([, email]) => email);
    expect(emails).toEqual(people.map(({ email }) => email));
  });
});
