import { PASSWORD } from '../support/person.js';
import { World } from '../support/world.js';
import { DataSource } from 'typeorm';
import { User } from '../../src/users/index.js';

describe('Signing in', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open();
    await world.person('ada').registered({ username: 'ada' });
  });
  afterAll(() => world.close());

  it.each([
    ['an e-mail address', { email: 'ada@example.com' }],
    ['an e-mail address in other letters', { email: 'ADA@EXAMPLE.COM' }],
    ['a username', { username: 'ada' }],
    ['a username in other letters', { username: 'Ada' }],
    ['an e-mail address given as the username', { username: 'ada@example.com' }],
  ])('takes %s', async (_, identifier) => {
    const answer = await world.post('/login', { ...identifier, password: PASSWORD });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 600,
      refresh_token: expect.stringMatching(/^sp_rt_[\w-]{43}$/),
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('gives one answer to an unknown user, a wrong password and a disabled account', async () => {
    await world.person('gone').registered();
    const users = world.provider(DataSource).getRepository(User);
    await users.update({ email: 'gone@example.com' }, { disabledAt: new Date() });
    const answers = [
      await world.post('/login', { email: 'nobody@example.com', password: PASSWORD }),
      await world.post('/login', { email: 'no address', password: PASSWORD }),
      await world.post('/login', { username: 'nobody', password: PASSWORD }),
      await world.post('/login', { email: 'ada@example.com', password: 'wrong horse battery staple' }),
      await world.post('/login', { email: 'ada@example.com', password: 'x'.repeat(1000) }),
      await world.post('/login', { email: 'gone@example.com', password: PASSWORD }),
    ];
    const facts = answers.map(({ status, headers, body }) => {
      const { traceId, ...told } = body;
      const names = [...headers.keys()].filter((name) => name !== 'date').sort();
      return JSON.stringify([status, headers.get('www-authenticate'), names, told, typeof traceId]);
    });
    expect(new Set(facts).size).toBe(1);
    expect(answers[0]?.body.code).toBe('auth.invalidCredentials');
  });

  it('compares the whole password, also past byte 72, in whatever form its accents come', async () => {
    const long = `${'é'.repeat(50)} and then some`;
    await world.person('eve').registered({ password: long });
    const signIn = (password: string) => world.post('/login', { email: 'eve@example.com', password });
    expect((await signIn(long)).status).toBe(200);
    expect((await signIn(long.normalize('NFD'))).status).toBe(200);
    expect((await signIn(`${long}!`)).status).toBe(401);
    expect((await signIn(long.toUpperCase())).status).toBe(401);
    expect((await signIn(` ${long}`)).status).toBe(401);
  });

  it('takes credentials from the body only', async () => {
    const query = new URLSearchParams({ identifier: 'ada', username: 'ada', password: PASSWORD });
    expect((await world.post(`/login?${query}`, {})).body.code).toBe('request.invalid');
  });

  it.each([
    ['a number', { email: 7, password: PASSWORD }],
    ['an array', { email: ['ada@example.com'], password: PASSWORD }],
    ['an object', { username: { $ne: null }, password: PASSWORD }],
    ['null', { email: null, password: PASSWORD }],
    ['two identities', { email: 'ada@example.com', username: 'grace', password: PASSWORD }],
    ['nothing', { password: PASSWORD }],
    ['an empty text', { email: '', password: PASSWORD }],
    ['a password that is an object', { email: 'ada@example.com', password: {} }],
    ['an unknown token format', { email: 'ada@example.com', password: PASSWORD, token_format: 'xml' }],
    ['an unknown field', { email: 'ada@example.com', password: PASSWORD, admin: true }],
  ])('refuses %s', async (_, body) => {
    const answer = await world.post('/login', body);
    expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
  });
});
