import { PASSWORD } from '../support/person.js';
import { newFolder, run, Server, settingsIn } from '../support/server.js';

describe('npm run cli', () => {
  it('makes an administrator with a password from standard input, while the server runs', async () => {
    const server = await Server.start();
    const args = ['user', 'create', '--email', 'root@example.com', '--role', 'admin'];
    const { code, stdout } = await run('cli.js', args, await settingsIn(server.folder), `${PASSWORD}\n`);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^Made root@example.com \(.*\) with the roles: admin, user\n$/),
    ]);
    const { body } = await server.post('/login', { email: 'root@example.com', password: PASSWORD });
    expect(
      (await server.get('/reports', { headers: { authorization: `Bearer ${body.access_token}` } })).status,
    ).toBe(200);
    await server.close();
  });

  it('lets a password be used again that too many attempts have disabled', async () => {
    const server = await Server.start({ env: { LIMIT_PASSWORD_FAILURES: '2' } });
    const login = (password: string) => server.post('/login', { email: 'ada@example.com', password });
    await server.post('/register', { email: 'ada@example.com', password: PASSWORD });
    await login('wrong horse battery staple');
    await login('another horse battery staple');
    expect((await login(PASSWORD)).status).toBe(401);
    await server.stop();
    const args = ['user', 'enable-password', 'ada@example.com'];
    const { stdout } = await run('cli.js', args, await settingsIn(server.folder));
    expect(stdout).toBe('The password of ada@example.com can be used\n');
    const again = await Server.start({ env: { LIMIT_PASSWORD_FAILURES: '2' }, folder: server.folder });
    const { status } = await again.post('/login', { email: 'ada@example.com', password: PASSWORD });
    expect(status).toBe(200);
    await again.close();
  });

  it.each([
    [
      'a password that is too short',
      ['--email', 'a@example.com'],
      'short',
      'password must have at least 15 characters.',
    ],
    [
      'a password of two lines',
      ['--email', 'a@example.com'],
      `${PASSWORD}\nand more\n`,
      'Standard input must hold the password in one line.',
    ],
    ['an address that is none', ['--email', 'nobody'], PASSWORD, 'email must be an e-mail address.'],
    [
      'a username with an @',
      ['--email', 'a@example.com', '--username', 'a@b'],
      PASSWORD,
      'username must be 3 to 32 letters',
    ],
    [
      'a role that does not exist',
      ['--email', 'a@example.com', '--role', 'boss'],
      PASSWORD,
      'There is no role "boss".',
    ],
  ])('refuses %s in a sentence', async (_, args, input, sentence) => {
    const { code, stderr } = await run(
      'cli.js',
      ['user', 'create', ...args],
      await settingsIn(newFolder()),
      input,
    );
    expect([code, stderr]).toEqual([1, expect.stringContaining(sentence)]);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  it.each([
    ['a missing address', ['user', 'create'], "required option '--email <address>' not specified"],
    ['a password as an argument', ['user', 'create', '--password', 'x'], "unknown option '--password'"],
    ['an argument too many', ['role', 'grant', 'a@example.com', 'admin', 'user'], 'too many arguments'],
    ['a command that there is not', ['users', 'explode'], "unknown command 'explode'"],
  ])('ends with 2 for %s, and shows how it is used', async (_, args, sentence) => {
    const { code, stdout, stderr } = await run('cli.js', args, {});
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(sentence)]);
    expect(stderr).toContain('Usage: ');
  });

  it('explains itself', async () => {
    const { code, stdout } = await run('cli.js', ['--help'], {});
    expect([code, stdout]).toEqual([0, expect.stringContaining('user')]);
    expect((await run('cli.js', ['user', 'create', '--help'], {})).stdout).toMatch(
      /not with\s+--service[^]*Example/,
    );
  });
});
