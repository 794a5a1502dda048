import { newFolder, run, Server, settingsIn } from '../support/server.js';

describe('npm run cli', () => {
  it('makes a service, gives it a key, shows and revokes it, while the server runs', async () => {
    const server = await Server.start();
    const cli = async (...args: string[]) => run('cli.js', args, await settingsIn(server.folder));
    const made = await cli('user', 'create', '--service', '--username', 'gateway', '--role', 'introspector');
    expect([made.code, made.stdout]).toEqual([
      0,
      expect.stringMatching(/^Made gateway \(.*\) with the roles: introspector\n$/),
    ]);

    const scope = 'tokens:introspect';
    const { stdout, stderr } = await cli(
      'key',
      'create',
      'gateway',
      '--name',
      'a b',
      '--scope',
      scope,
      '--expires',
      '30d',
    );
    const key = stdout.trim();
    expect(stdout).toMatch(/^sp_key_[A-Za-z0-9_-]{49}\n$/);
    const [, id = ''] = /^Made (\S+) for gateway/.exec(stderr) ?? [];
    const headers = { authorization: `Bearer ${key}` };
    expect((await server.get('/me', { headers })).body.username).toBe('gateway');

    const line = (await cli('key', 'list', 'gateway')).stdout;
    expect(line).toMatch(new RegExp(`^${id}  scopes ${scope}  until \\S+  (never used|used \\S+)  a b\n$`));
    expect((await cli('key', 'revoke', 'gateway', id)).stdout).toBe(`${id} is revoked\n`);
    while ((await server.get('/me', { headers })).status === 200)
      await new Promise((wait) => setTimeout(wait, 50));
    expect((await server.get('/me', { headers })).status).toBe(401);
    expect((await cli('key', 'list', 'gateway')).stdout).toBe('No API keys.\n');
    await server.close();
  });

  it.each([
    [
      'a service with an address',
      ['user', 'create', '--service', '--email', 'a@example.com'],
      'cannot be used with',
      2,
    ],
    ['a service without a name', ['user', 'create', '--service'], "needs '--username <name>'", 2],
    [
      'a name that is none',
      ['user', 'create', '--service', '--username', 'a@b'],
      'username must be 3 to 32',
      1,
    ],
    ['a key for nobody', ['key', 'create', 'nobody', '--name', 'x'], 'There is no account "nobody".', 1],
    ['a key without a name', ['key', 'create', 'nobody'], "required option '--name <name>'", 2],
    [
      'a key for ever',
      ['key', 'create', 'nobody', '--name', 'x', '--expires', '9999d'],
      'must be at most 365d',
      2,
    ],
  ])('refuses %s in a sentence', async (_, args, sentence, expected) => {
    const { code, stderr } = await run('cli.js', args, await settingsIn(newFolder()));
    expect([code, stderr]).toEqual([expected, expect.stringContaining(sentence)]);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});
