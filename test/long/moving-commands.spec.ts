import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { AuditEvent } from '../../src/platform/audit/index.js';
import { MoveIn, MoveOut, recordWriter } from '../../src/moving/index.js';
import { User } from '../../src/users/index.js';
import { FOREIGN_HASHES } from '../support/foreign-hashes.js';
import { PASSWORD } from '../support/person.js';
import { killedWhenItSays, newFolder, run } from '../support/server.js';
import { store } from '../support/store.js';
import { World } from '../support/world.js';

const HASH = FOREIGN_HASHES.scrypt!(PASSWORD);
const jsonl = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

// Each of these starts the program, some several times.
jest.setTimeout(60_000);

describe('npm run cli -- users', () => {
  let folder: string;

  beforeEach(() => (folder = newFolder()));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const path = (name: string) => join(folder, name);
  const env = async (place = folder) => ({ ...(await store.settingsFor(place)), DATA_DIR: place });
  const users = async (...args: string[]) => run('cli.js', ['users', ...args], await env());
  const file = (name: string, text: string) => {
    writeFileSync(path(name), text);
    return path(name);
  };
  const refusalsIn = (name: string) =>
    readFileSync(path(name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const signsIn = async (world: World, email: string) =>
    (await world.post('/login', { email, password: PASSWORD })).status;

  it('import takes in what is in order, and reports every other line with its number and no hash', async () => {
    const weak = 'secret-5f4dcc3b5aa765d61d8327deb882cf99';
    const input = file(
      'users.jsonl',
      `${JSON.stringify({ email: 'ada@example.com', passwordHash: HASH })}\n\n` +
        `{"email":"bea@example.com","passwordHash":"${weak}"}\n` +
        `{"email":"cut@example.com","passwordHash":"${weak}\n` +
        `{"email":"ren\xe9@example.com"}\n`,
    );
    writeFileSync(input, Buffer.from(readFileSync(input, 'utf8'), 'latin1')); // the last line is no UTF-8
    const { code, stdout } = await users('import', input);
    expect([code, stdout]).toEqual([3, expect.stringContaining('1 imported, 0 already there, 3 refused\n')]);
    expect(refusalsIn('users.jsonl.refused.jsonl')).toEqual([
      { line: 3, reason: expect.stringContaining('passwordHash is of no known format') },
      { line: 4, reason: 'is not a JSON object on one line' },
      { line: 5, reason: 'must be in UTF-8' },
    ]);
    expect(readFileSync(path('users.jsonl.refused.jsonl'), 'utf8')).not.toContain('secret');
    expect(statSync(path('users.jsonl.refused.jsonl')).mode & 0o777).toBe(0o600);
  });

  it('import of the same file again changes nothing, and says so to scripts', async () => {
    const input = file('users.jsonl', jsonl([{ email: 'a@example.com' }, { email: 'b@example.com' }]));
    const outcome = async (...options: string[]) => {
      const { code, stdout } = await users('import', input, '--json', ...options);
      return [code, JSON.parse(stdout)];
    };
    const counts = { lines: 2, imported: 2, alreadyThere: 0, refused: 0, report: null, dryRun: false };
    expect(await outcome('--dry-run')).toEqual([0, { ...counts, dryRun: true }]);
    expect(await outcome()).toEqual([0, counts]);
    expect(await outcome()).toEqual([0, { ...counts, imported: 0, alreadyThere: 2 }]);
    expect(existsSync(`${input}.refused.jsonl`)).toBe(false);
  });

  it('import that was killed goes on where it stopped: every account is there once', async () => {
    const many = Array.from({ length: 12_000 }, (_, at) => ({
      email: `u${at}@example.com`,
      passwordHash: HASH,
    }));
    const input = file('users.jsonl', jsonl(many));
    expect((await killedWhenItSays('5000 lines', ['users', 'import', input], await env())).code).toBeNull();
    const { code, stdout } = await users('import', input, '--json');
    const outcome = JSON.parse(stdout);
    expect([code, outcome]).toEqual([0, expect.objectContaining({ lines: 12_000, refused: 0 })]);
    expect(outcome.alreadyThere).toBeGreaterThanOrEqual(5_000);
    expect(outcome.imported).toBeGreaterThan(0); // else the kill came too late to show anything
    expect(outcome.alreadyThere % 500).toBe(0); // whole pages only
    const world = await World.open({ folder });
    const found = await world
      .provider(DataSource)
      .getRepository(User)
      .find({ select: { email: true } });
    expect(new Set(found.map(({ email }) => email)).size).toBe(12_000);
    expect(found).toHaveLength(12_000);
    expect([await signsIn(world, 'u0@example.com'), await signsIn(world, 'u11999@example.com')]).toEqual([
      200, 200,
    ]);
    await world.stop();
  });

  it.each(['jsonl', 'csv'] as const)(
    'export writes what import takes back into another database: %s',
    async (format) => {
      const records = [
        {
          email: 'ada@example.com',
          passwordHash: HASH,
          username: 'ada',
          emailVerified: true,
          roles: ['admin', 'user'],
        },
        { email: 'bea@example.com', displayName: 'Bea, "the\u00e9" one', disabled: true },
        { email: 'cy@example.com', roles: [], createdAt: '2020-02-29T00:00:00.000Z' },
        ...Array.from({ length: 600 }, (_, at) => ({ email: `u${at}@example.com` })),
      ];
      const first = await World.open({ folder });
      const lines = records.map((value, at) => ({ line: at + 1, value }));
      await first.provider(MoveIn).take(lines);
      const out = path(`out.${format}`);
      const { code, stdout: told } = await users('export', out);
      expect([code, told]).toEqual([
        0,
        `603 accounts, with their password hashes, are in ${out}: keep it as you keep the database.\n`,
      ]);
      expect(statSync(out).mode & 0o777).toBe(0o600);
      const written = first.provider(DataSource).getRepository(AuditEvent);
      expect(await written.existsBy({ type: 'users.exported' })).toBe(true);
      await first.stop();

      const world = await World.open();
      const { stdout } = await run('cli.js', ['users', 'import', out, '--json'], await env(world.folder));
      expect(JSON.parse(stdout)).toMatchObject({ imported: 603, refused: 0 });
      let again = recordWriter[format].start;
      for await (const page of world.provider(MoveOut).pages()) again += recordWriter[format].page(page);
      expect(again).toBe(readFileSync(out, 'utf8'));
      expect(await signsIn(world, 'ada@example.com')).toBe(200);
      expect(await signsIn(world, 'bea@example.com')).toBe(401);
      await world.close();
    },
  );

  it("import reads Firebase's own users, with the parameters of its console", async () => {
    const hash = FOREIGN_HASHES['scrypt of Firebase']!(PASSWORD);
    const [, , , signer, separator, salt, digest] = hash.split('$');
    const config = `hash_config {\n algorithm: SCRYPT,\n base64_signer_key: ${signer},\n base64_salt_separator: ${separator},\n rounds: 8,\n mem_cost: 4,\n}`;
    const user = {
      localId: 'kYi4',
      email: 'ada@example.com',
      passwordHash: digest,
      salt,
      createdAt: '1508893925000',
    };
    const input = file('users.jsonl', jsonl([user]));
    const args = ['import', input, '--firebase-config', file('config.txt', config)];
    expect((await users(...args)).stdout).toContain('1 imported');
    const world = await World.open({ folder });
    expect(await signsIn(world, 'ada@example.com')).toBe(200);
    await world.stop();
  });

  it.each([
    ['a file that is not there', ['import', '/etc/nothing.jsonl'], 'There is no file /etc/nothing.jsonl.\n'],
    ['a folder that is not there', ['export', '/nowhere/users.jsonl'], 'There is no folder /nowhere.\n'],
    ['an option that is none', ['import', 'x.csv', '--force'], "unknown option '--force'"],
    ['an export onto a file', ['export', __filename, '--format', 'csv'], 'exists. Export into a new file.'],
  ])('is not started by %s', async (_, args, sentence) => {
    const { code, stderr } = await users(...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)]);
  });

  it('import stops at a file that is not of its format, with a sentence', async () => {
    const { code, stderr } = await users('import', file('users.csv', 'mail,$2b$10$secret\n'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('Column 1 of the first line')]);
    expect(stderr).not.toMatch(/secret|^ {4}at /m);
  });
});
