import { Person } from '../support/person.js';
import { run, Server, settingsIn } from '../support/server.js';

describe('npm run cli -- session', () => {
  let server: Server;
  let ada: Person;

  beforeAll(async () => {
    server = await Server.start();
    ada = await new Person(server, 'ada@example.com').signedIn();
  });
  afterAll(() => server.close());

  const session = async (...args: string[]) =>
    run('cli.js', ['session', ...args], await settingsIn(server.folder));
  const isRefused = async (person: Person) => {
    for (let time = 0; time < 100; time += 1) {
      if ((await person.gets('/me')).status === 401) return;
      await new Promise((wait) => setTimeout(wait, 100));
    }
    throw new Error('It was not refused after ten seconds.');
  };

  it('list shows the live sessions of an account, and of everybody', async () => {
    const id = String(ada.claims.sid);
    expect((await session('list', 'ada@example.com')).stdout).toMatch(new RegExp(`^${id}  .*\n$`));
    const [one] = (await session('list', '--json')).stdout.trim().split('\n');
    expect(JSON.parse(one ?? '')).toMatchObject({ id, userId: ada.claims.sub, transport: 'bearer' });
  });

  it('end ends one on the running server, and no other', async () => {
    const phone = await ada.onAnotherDevice();
    expect((await phone.gets('/me')).status).toBe(200); // remembered from here on
    const id = String(phone.claims.sid);
    expect((await session('end', id)).stdout).toBe(`${id} is ended\n`);
    await isRefused(phone);
    expect((await ada.gets('/me')).status).toBe(200);
    const { code, stderr } = await session('end', id);
    expect([code, stderr]).toEqual([1, expect.stringContaining('There is no session')]);
  });

  it('end-all ends all of an account, also the opaque ones', async () => {
    const tablet = await ada.onAnotherDevice({ token_format: 'opaque' });
    expect((await tablet.gets('/me')).status).toBe(200);
    const { stdout } = await session('end-all', 'ada@example.com', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ ended: 2 });
    await isRefused(ada);
    await isRefused(tablet);
    expect((await session('list', 'ada@example.com')).stdout).toBe('No live sessions.\n');
  });
});
