import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person } from '../support/person.js';
import { newFolder, run, Server, settingsIn, unheard } from '../support/server.js';

describe('npm run cli -- audit', () => {
  let server: Server;
  let files: string;
  const path = (name: string) => join(files, name);

  beforeAll(async () => {
    server = await Server.start();
    files = newFolder();
    await new Person(server, 'ada@example.com').signedIn();
    await server.post('/login', { email: 'ada@example.com', password: 'not the right one' });
    await new Promise((later) => setTimeout(later, 1500)); // refusals are written after the answer
    const key = await audit('key');
    writeFileSync(path('audit.pem'), key.stdout);
  });
  afterAll(() => server.close());

  const audit = async (...args: string[]) =>
    run('cli.js', ['audit', ...args], await settingsIn(server.folder));
  /** Without a database, settings, or anything that says where they are. */
  const offline = (...args: string[]) => run('cli.js', ['audit', 'verify', ...args], {});

  it('export writes the whole log into a file that only its owner may read', async () => {
    const { code, stdout } = await audit('export', path('all.jsonl'));
    const lines = readFileSync(path('all.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { records, until } = lines.at(-1);
    expect([code, stdout]).toEqual([
      0,
      `${records} records are in ${path('all.jsonl')}, up to record ${until.position}.\n`,
    ]);
    expect(statSync(path('all.jsonl')).mode & 0o777).toBe(0o600);
    expect(lines[0]).toMatchObject({ format: 'sallyport-audit/1', filter: null });
    expect(lines.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'key.created',
        'user.created',
        'session.opened',
        'signIn.refused',
        'audit.exported',
      ]),
    );
    expect(lines.find(({ type }) => type === 'audit.exported').actor).toBe('operator:cli');
    expect((await audit('export', path('all.jsonl'))).code).toBe(2);
  });

  it('export says what is in the file to programs, too', async () => {
    const file = path('told.jsonl');
    const told = JSON.parse((await audit('export', file, '--json')).stdout);
    expect(told).toEqual({
      file,
      records: expect.any(Number),
      until: { position: told.records, hash: expect.any(String) },
    });
  });

  it('export ends quietly when nobody reads it to the end', async () => {
    const settings = await settingsIn(server.folder);
    expect(await unheard(['audit', 'export', '-'], settings)).toMatchObject({ code: 1, stderr: '' });
    expect((await unheard(['session', 'list'], settings)).stderr).toBe('');
  });

  it('export names the folder that is not there, and no file that nobody typed', async () => {
    const { code, stderr } = await audit('export', '/nowhere/audit.jsonl');
    expect([code, stderr]).toEqual([2, 'There is no folder /nowhere.\n']);
  });

  it('verify proves it with the public key alone, on a machine that knows nothing else', async () => {
    const { code, stdout } = await offline(path('all.jsonl'), '--key', path('audit.pem'));
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^Proven: records 1 to \d+, \d+ of them, all there/),
    ]);
    const [, expected] = /--expect (\S+)/.exec(stdout)!;
    expect((await audit('verify', '--expect', expected!)).code).toBe(0);
    expect((await audit('verify', '--expect', expected!.replace(/:.*/, `:${'B'.repeat(43)}`))).code).toBe(3);
  });

  it('verify proves nothing without a key from elsewhere, and says so', async () => {
    const { code, stdout } = await offline(path('all.jsonl'));
    expect([code, stdout]).toEqual([4, expect.stringContaining('NOT PROVEN')]);
  });

  it('verify names the first record that is not as it was written', async () => {
    const lines = readFileSync(path('all.jsonl'), 'utf8').split('\n');
    writeFileSync(path('edited.jsonl'), lines.with(2, lines[2]!.replace('success', 'failure')).join('\n'));
    const { code, stdout } = await offline(path('edited.jsonl'), '--key', path('audit.pem'));
    expect([code, stdout]).toEqual([
      3,
      'TAMPERED WITH (edited, line 3): The record after record 1 is not as it was written.\n',
    ]);
    const json = await offline(path('edited.jsonl'), '--key', path('audit.pem'), '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ isProven: false, fault: { kind: 'edited', line: 3 } });
  });

  it('verify reads standard input, as export writes standard output', async () => {
    const { stdout } = await audit('export');
    const verdict = await run('cli.js', ['audit', 'verify', '-', '--key', path('audit.pem')], {}, stdout);
    expect(verdict.code).toBe(0);
  });

  it('export takes a part, of which verify proves no more than that it is unaltered', async () => {
    const { code, stdout } = await audit('export', '--type', 'session.opened', '--user', 'ada@example.com');
    expect([code, stdout.trim().split('\n').length]).toEqual([0, 3]);
    const verdict = await run('cli.js', ['audit', 'verify', '-', '--key', path('audit.pem')], {}, stdout);
    expect([verdict.code, verdict.stdout]).toEqual([4, expect.stringContaining('It is a selection')]);
  });

  it('verify without a file proves the log of the database', async () => {
    const { code, stdout } = await audit('verify');
    expect([code, stdout]).toEqual([0, expect.stringContaining('Proven')]);
  });

  it.each<[string, string[]]>([
    ['a file that is not there', ['no-such-file']],
    ['a key that is not there', [__filename, '--key', 'no-such-file']],
    ['a folder', [__dirname]],
    ['a key that is none', [__filename, '--key', __filename]],
    ['a place that is none', [__filename, '--expect', '12']],
    ['an option that there is not', [__filename, '--nonsense']],
  ])('verify ends with 2 for %s', async (_, args) => {
    const { code, stderr } = await offline(...args);
    expect([code, stderr]).toEqual([2, expect.not.stringMatching(/^ {4}at /m)]);
  });
});
