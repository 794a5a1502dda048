import { decodeProtectedHeader } from 'jose';
import { Person } from '../support/person.js';
import { newFolder, run, Server, settingsIn } from '../support/server.js';

const KID = String.raw`[\w-]{43}`;
const TIME = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`;
const line = (algorithm: string, standing: string) =>
  String.raw`${KID}  ${algorithm}  ${standing.padEnd(10)}  signs from ${TIME}\n`;

describe('npm run cli -- keys', () => {
  let server: Server;

  beforeAll(async () => {
    server = await Server.start();
  });
  afterAll(() => server.close());

  const keys = async (...args: string[]) => run('cli.js', ['keys', ...args], await settingsIn(server.folder));
  const published = async (): Promise<string[]> =>
    (await server.get('/.well-known/jwks.json')).body.keys.map(({ kid }: { kid: string }) => kid);
  /** Asks again and again until something is so, as it must be soon. */
  const soon = async (isSo: () => Promise<boolean>) => {
    for (let time = 0; time < 100; time += 1) {
      if (await isSo()) return;
      await new Promise((wait) => setTimeout(wait, 100));
    }
    throw new Error('It was not so after ten seconds.');
  };

  it('list shows every key, its algorithm, what it may do, and since when', async () => {
    const { code, stdout } = await keys('list');
    expect([code, stdout]).toEqual([0, expect.stringMatching(RegExp(`^${line('ES256', 'active')}$`))]);
    expect(stdout.slice(0, 43)).toBe((await published())[0]);
  });

  it('rotate makes a key that signs ten minutes later, and the running server publishes it', async () => {
    const { code, stdout } = await keys('rotate');
    const told = RegExp(`^Made (${KID}); it signs in 600 seconds. The key before it verifies until .*\n$`);
    expect([code, stdout]).toEqual([0, expect.stringMatching(told)]);
    const [, kid] = told.exec(stdout) as unknown as [string, string];
    await soon(async () => (await published()).includes(kid));
    const list = (await keys('list')).stdout;
    expect(list).toMatch(RegExp(`^${line('ES256', 'active')}${line('ES256', 'next')}$`));
  });

  it('rotate --at-once makes one that signs in five seconds', async () => {
    const { code, stdout } = await keys('rotate', '--at-once');
    expect([code, stdout]).toEqual([0, expect.stringContaining('it signs in 5 seconds.')]);
  });

  it('distrust voids what a key signed: within moments the running server refuses it', async () => {
    const ada = await new Person(server, 'ada@example.com').signedIn();
    const phone = await ada.onAnotherDevice({ token_format: 'opaque' });
    expect((await ada.gets('/me')).status).toBe(200); // remembered from here on
    const kid = decodeProtectedHeader(ada.accessToken).kid!;
    const { code, stdout } = await keys('distrust', kid);
    expect([code, stdout]).toEqual([0, `Nothing that ${kid} signed is believed any more.\n`]);
    await soon(async () => (await ada.gets('/me')).body.code === 'token.invalid');
    expect(await published()).not.toContain(kid);
    expect((await phone.gets('/me')).status).toBe(200);
    expect((await ada.refreshes()).status).toBe(200);
    expect((await ada.gets('/me')).status).toBe(200);
    expect((await keys('list')).stdout).toMatch(RegExp(`${kid}  ES256  distrusted  signs from `));
  });

  it.each([['x'], ["' OR 1=1 --"]])('distrust refuses %j in a sentence', async (kid) => {
    const { code, stderr } = await keys('distrust', kid);
    expect([code, stderr]).toEqual([1, `There is no trusted key "${kid}". \`keys list\` shows them.\n`]);
  });

  // What went wrong: every command takes the application up, and that makes a key of its own JWT_ALG at once where
  // another signs. A look at the keys, from a shell without the server's settings, changed the key of the server.
  it('list changes nothing, not even in a shell where JWT_ALG is another', async () => {
    const before = (await keys('list')).stdout;
    await run('cli.js', ['keys', 'list'], { ...(await settingsIn(server.folder)), JWT_ALG: 'EdDSA' });
    expect((await keys('list')).stdout).toBe(before);
  });
});

describe('npm run cli -- keys, with JWT_ALG=HS256', () => {
  const env = { JWT_ALG: 'HS256', JWT_SECRET: 'a secret of forty-two characters, no fewer' };

  it('list says that there are none', async () => {
    const { code, stdout } = await run('cli.js', ['keys', 'list'], {
      ...(await settingsIn(newFolder())),
      ...env,
    });
    expect([code, stdout]).toEqual([0, 'No keys: JWT_ALG=HS256 signs with JWT_SECRET.\n']);
  });

  // What went wrong: the sentence came with a stack.
  it('rotate says what to do instead, in a sentence', async () => {
    const { code, stderr } = await run('cli.js', ['keys', 'rotate'], {
      ...(await settingsIn(newFolder())),
      ...env,
    });
    expect([code, stderr]).toEqual([1, expect.stringContaining('JWT_SECRET')]);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});
