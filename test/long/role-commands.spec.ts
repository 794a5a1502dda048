import { newFolder, run, Server, settingsIn } from '../support/server.js';

describe('npm run cli -- role', () => {
  let server: Server;
  const cli = async (...args: string[]) => run('cli.js', args, await settingsIn(server.folder));
  const role = async (...args: string[]) => (await cli('role', ...args)).stdout;

  beforeAll(async () => {
    server = await Server.start();
  });
  afterAll(() => server.close());

  it('makes, lists and gives roles while the server runs', async () => {
    await cli('user', 'create', '--service', '--username', 'gateway');
    expect(
      await role('create', 'looker', '--permissions', 'users:read,audit:read', '--inherits', 'user'),
    ).toBe('Made the role looker\n');
    expect(await role('list')).toContain('looker: \n  grants audit:read, users:read\n  inherits user\n');
    expect(await role('grant', 'gateway', 'looker')).toBe('gateway holds looker\n');
  });

  it('changes roles, takes them, and deletes those that nobody holds', async () => {
    const inUse = await cli('role', 'delete', 'looker');
    expect([inUse.code, inUse.stderr]).toEqual([
      1,
      'Accounts that hold it: 1. Roles that inherit it: none.\n',
    ]);
    expect(await role('edit', 'looker', '--name', 'onlooker', '--permissions', '')).toBe(
      'Changed the role onlooker\n',
    );
    expect(await role('revoke', 'gateway', 'onlooker')).toBe('gateway no longer holds onlooker\n');
    expect(await role('delete', 'onlooker')).toBe('Deleted the role onlooker\n');
  });

  it('names what there is not, and what there is instead', async () => {
    const said = async (...args: string[]) => (await cli('role', ...args)).stderr;
    expect(await said('create', 'x', '--permissions', 'users:read,nosuch')).toMatch(
      /^There is no permission "nosuch"\. There are: audit:read, .*users:read, users:write\.\n$/,
    );
    expect(await said('edit', 'admin', '--inherits', 'boss')).toBe(
      'There is no role "boss". There are: admin, introspector, user.\n',
    );
  });

  it('takes the id of an account, and tells when there was nothing to take', async () => {
    const made = await cli('user', 'create', '--service', '--username', 'nightly', '--json');
    const { id } = JSON.parse(made.stdout);
    expect(await role('revoke', id.toUpperCase(), 'admin')).toBe('nightly did not hold admin\n');
    expect(await role('grant', id, 'admin')).toBe('nightly holds admin\n');
    expect(await role('revoke', id, 'admin')).toBe('nightly no longer holds admin\n');
    const { code, stderr } = await cli('role', 'grant', id.replace(/[^-]/g, '0'), 'admin');
    expect([code, stderr]).toEqual([1, expect.stringContaining('There is no account')]);
  });

  it('keeps the last administrator, and says what to do', async () => {
    const settings = await settingsIn(newFolder());
    const args = ['user', 'create', '--email', 'root@example.com', '--role', 'admin'];
    await run('cli.js', args, settings, 'correct horse battery staple');
    for (const command of [
      ['role', 'revoke', 'root@example.com', 'admin'],
      ['user', 'disable', 'root@example.com'],
      ['user', 'delete', 'root@example.com'],
    ]) {
      const { code, stderr } = await run('cli.js', command, settings);
      expect([command, code, stderr]).toEqual([
        command,
        1,
        expect.stringContaining('Give another person the role "admin" first.'),
      ]);
    }
  });
});
