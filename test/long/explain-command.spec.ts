import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Person } from '../support/person.js';
import { newFolder, run } from '../support/server.js';
import { store } from '../support/store.js';
import { World } from '../support/world.js';

// Each of these starts the program, some several times.
jest.setTimeout(90_000);

describe('npm run cli -- explain', () => {
  let folder: string;
  let world: World;
  let ada: Person;

  beforeAll(async () => {
    folder = newFolder();
    world = await World.open({ folder });
    ada = await world.person().signedIn();
  });
  afterAll(async () => {
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const explain = async (args: readonly string[], input = '') =>
    run(
      'cli.js',
      ['explain', ...args],
      { ...(await store.settingsFor(folder)), DATA_DIR: folder, PUBLIC_URL: 'http://localhost:3000' },
      input,
    );

  it('tells each check and, in the last line, the verdict', async () => {
    const args = ['--token-stdin', '--route'];
    const refused = await explain([...args, 'GET /reports'], `${ada.accessToken}\n`);
    expect([refused.code, refused.stderr]).toEqual([3, '']);
    expect(refused.stdout).toMatch(/^passed +signature +The signature is genuine\.$/m);
    expect(refused.stdout).toMatch(/^FAILED +role +One of these is needed: admin\. Held: user\.$/m);
    expect(refused.stdout.trim().split('\n').at(-1)).toMatch(/^refused: 403 role\.roleRequired /);
    expect(refused.stdout).not.toContain(ada.accessToken);
    const allowed = await explain([...args, 'GET /me'], ada.accessToken);
    expect([allowed.code, allowed.stdout.trim().split('\n').at(-1)]).toEqual([0, 'allowed']);
  });

  it('says with --json what the route answers', async () => {
    const file = join(folder, 'token.txt');
    writeFileSync(file, `${ada.accessToken}\n`);
    const { stdout } = await explain(['--token-file', file, '--permission', 'users:read', '--json']);
    const { subject, verdict, steps } = JSON.parse(stdout);
    expect(subject).toMatchObject({ kind: 'jwt', userId: ada.claims.sub, tokenId: ada.claims.jti });
    expect(verdict).toMatchObject({ allowed: false, status: 403, code: 'role.permissionRequired' });
    expect(steps.at(-1)).toMatchObject({ check: 'permission', outcome: 'failed' });
  });

  it('takes an account instead of a token', async () => {
    expect((await explain(['--user', ada.email, '--route', 'GET /me'])).code).toBe(0);
    expect((await explain(['--user', 'nobody@example.com', '--route', 'GET /me'])).code).toBe(1);
  });

  it('is not asked with too little or too much', async () => {
    for (const args of [
      ['--route', 'GET /me'],
      ['--user', ada.email],
      ['--user', ada.email, '--token-stdin', '--route', 'GET /me'],
      ['--token-file', join(folder, 'none'), '--route', 'GET /me'],
      ['--token', ada.accessToken, '--route', 'GET /me'],
      ['--user', ada.email, '--route', 'get /me'],
      ['--user', ada.email, '--route', 'GET'],
    ])
      expect([args, (await explain(args)).code]).toEqual([args, 2]);
  });

  it('says where there is no token', async () => {
    const file = join(folder, 'empty.txt');
    writeFileSync(file, '\n');
    for (const [args, sentence] of [
      [['--token-stdin'], 'Standard input is empty.\n'],
      [['--token-file', file], `${file} is empty.\n`],
    ] as const) {
      const { code, stderr } = await explain([...args, '--route', 'GET /me']);
      expect([code, stderr]).toEqual([2, sentence]);
    }
  });
});
