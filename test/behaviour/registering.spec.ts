import { World } from '../support/world.js';

describe('Registering', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world.close());

  it('makes an account that holds the role user, and shows no password', async () => {
    const answer = await world.person('ada').registers({ username: 'Ada', displayName: 'Ada Lovelace' });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email: 'ada@example.com',
      username: 'Ada',
      displayName: 'Ada Lovelace',
      emailVerified: false,
      roles: ['user'],
      createdAt: expect.any(String),
    });
  });

  it('refuses an e-mail address that has an account, however its letters are cased', async () => {
    await world.person('grace').registered();
    const answer = await world.person('GRACE').registers();
    expect([answer.status, answer.body.code]).toEqual([409, 'user.emailTaken']);
  });

  it('refuses a username that is taken, however its letters are cased', async () => {
    await world.person().registered({ username: 'hopper' });
    const answer = await world.person().registers({ username: 'HOPPER' });
    expect([answer.status, answer.body.code]).toEqual([409, 'user.usernameTaken']);
  });

  it('keeps look-alike addresses apart', async () => {
    await world.person('mike').registered();
    expect((await world.person('mıke').registers()).status).toBe(201);
  });

  // What went wrong: domainToASCII reads a URL's host, so it dropped a path and deleted line breaks.
  it.each(['/x', '?x', '#x', '\\x', '\r\n', '\t', '\u200b', '%65'])(
    'refuses a domain that holds %j',
    async (text) => {
      for (const domain of [`example.com${text}`, `exam${text}ple.com`]) {
        const answer = await world.post('/register', {
          email: `eve@${domain}`,
          password: 'correct horse battery staple',
        });
        expect([domain, answer.status]).toEqual([domain, 400]);
      }
    },
  );

  it('refuses letters that only look like those of another address once they are normalized', async () => {
    const answer = await world.post('/register', {
      email: 'mi\u212ae@example.com',
      password: 'correct horse battery staple',
    });
    expect(answer.status).toBe(400);
  });

  it('refuses a username that could be taken for an e-mail address', async () => {
    const answer = await world.person().registers({ username: 'ada@example.com' });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, '#/username']);
  });

  it('names every faulty field at once', async () => {
    const answer = await world.post('/register', {
      email: 'nobody',
      password: 7,
      username: '!',
      displayName: '\n',
      admin: true,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('request.invalid');
    const pointers = answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort();
    expect(pointers).toEqual(['#/admin', '#/displayName', '#/email', '#/password', '#/username']);
  });

  it('asks for a password of at least 15 characters and says so', async () => {
    const answer = await world.person().registers({ password: 'fourteen chars' });
    expect([answer.status, answer.body.code]).toEqual([400, 'password.tooShort']);
    expect(answer.body.errors).toEqual([
      { pointer: '#/password', detail: 'must have at least 15 characters' },
    ]);
  });

  it('takes 256 characters of any script, and not one more', async () => {
    const password = String.fromCodePoint(...Array.from({ length: 256 }, (_, at) => 0x1f300 + at));
    expect((await world.person().registers({ password })).status).toBe(201);
    expect((await world.person().registers({ password: 'x'.repeat(257) })).body.code).toBe(
      'password.tooLong',
    );
  });

  it('gives nobody a role, an id or an epoch that they ask for', async () => {
    for (const field of [
      'id',
      'roles',
      'role',
      'epoch',
      'disabledAt',
      'emailKey',
      'usernameKey',
      'createdAt',
      'hash',
    ]) {
      const answer = await world.person().registers({ [field]: 'admin' });
      expect([field, answer.status]).toEqual([field, 400]);
    }
  });
});
