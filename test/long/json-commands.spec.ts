import { Person } from '../support/person.js';
import { newFolder, run, Server, settingsIn } from '../support/server.js';

describe('npm run cli -- … --json', () => {
  const folder = newFolder();
  const cli = async (args: string[], input = '') => run('cli.js', args, await settingsIn(folder), input);
  const answers = async (args: string[]) =>
    (await cli(args)).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);

  beforeAll(async () => {
    const server = await Server.start({ folder });
    await new Person(server, 'ada@example.com').registered();
    await server.stop();
  });

  it('answers with one document, wherever the option stands', async () => {
    const ada = { id: expect.any(String), kind: 'person', email: 'ada@example.com', username: null };
    for (const args of [
      ['--json', 'role', 'grant', 'ada@example.com', 'admin'],
      ['role', 'grant', 'ada@example.com', 'admin', '--json'],
    ])
      expect(await answers(args)).toEqual([{ account: ada, done: 'holds', role: 'admin' }]);
  });

  it('answers with a line for each of a list, without what is secret', async () => {
    expect(await answers(['keys', 'list', '--json'])).toEqual([
      {
        kid: expect.any(String),
        algorithm: 'ES256',
        standing: 'active',
        createdAt: expect.any(String),
        signsFrom: expect.any(String),
        distrustedAt: null,
      },
    ]);
    expect((await cli(['key', 'list', 'ada@example.com', '--json'])).stdout).toBe('');
  });

  it.each([
    ['of the command line', ['nope'], { code: 'cli.misused' }, 2],
    ['of the operator', ['key', 'list', 'nobody'], { code: 'cli.refused' }, 1],
    ['of a path', ['audit', 'verify', '/nowhere/x'], { code: 'cli.refused' }, 2],
    ['of the catalogue', ['role', 'grant', 'ada@example.com', 'boss'], { code: 'role.unknown' }, 1],
  ])('tells a failure %s on standard error, in one line', async (_, args, failure, expected) => {
    const { code, stdout, stderr } = await cli([...args, '--json']);
    expect([code, stdout]).toEqual([expected, '']);
    expect(JSON.parse(stderr)).toEqual({ ...failure, detail: expect.not.stringMatching(/^ {4}at /m) });
  });

  it('tells every fault of the configuration', async () => {
    const { code, stderr } = await run('cli.js', ['keys', 'list', '--json'], { PORT: 'x', LOG_LEVEL: 'y' });
    const { code: name, faults } = JSON.parse(stderr) as { code: string; faults: string[] };
    expect([code, name, faults.length]).toEqual([1, 'cli.configuration', 2]);
  });
});
