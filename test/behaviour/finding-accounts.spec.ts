import { Accounts, AccountStanding, ServiceAccounts } from '../../src/auth/index.js';
import { idOf } from '../support/administration.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { PASSWORD, type Person } from '../support/person.js';
import { World } from '../support/world.js';

describe('An administrator who looks for accounts', () => {
  const clock = new FrozenClock();
  let world: World;
  let root: Person;

  const make = async (email: string, more: object = {}) => {
    clock.advance(1);
    return (await world.provider(Accounts).create({ email, password: PASSWORD, ...more })).user.id;
  };
  const list = async (query: string) => (await root.gets(`/admin/users?${query}`)).body;
  const emails = async (query: string): Promise<string[]> =>
    (await list(query)).items.map(({ email }: { email: string }) => email);

  beforeAll(async () => {
    world = await World.open({ clock });
    root = await world.administrator();
    await make('ada.lovelace@example.com', { username: 'countess', displayName: 'Augusta Ada King' });
    await make('grace@example.com', { username: 'amazing_grace', displayName: 'Grace Hopper' });
    await make('alan@example.org', { username: 'a.turing', displayName: 'Ålan %_Turing' });
    await make('100%_sure@example.org', { displayName: 'Émilie du Châtelet' });
    await world.provider(ServiceAccounts).create({ username: 'nightly-backup' }, []);
  });
  afterAll(() => world.close());

  it('sees the newest first, with roles and standing, and nothing secret', async () => {
    const { items, nextCursor } = await list('limit=200');
    expect(items.map(({ username, email }: never) => username ?? email)).toEqual([
      'nightly-backup',
      '100%_sure@example.org',
      'a.turing',
      'amazing_grace',
      'countess',
      root.email,
    ]);
    expect(nextCursor).toBeNull();
    expect(items[4]).toEqual({
      id: expect.any(String),
      kind: 'person',
      email: 'ada.lovelace@example.com',
      emailVerified: false,
      username: 'countess',
      displayName: 'Augusta Ada King',
      roles: ['user'],
      disabledAt: null,
      disabledReason: null,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    expect(items[0]).toMatchObject({ kind: 'service', email: null, roles: [] });
  });

  it.each([
    ['the address', 'q=ada.love', 'ada.lovelace@example.com'],
    ['the address in any case', 'q=ADA.LOVE', 'ada.lovelace@example.com'],
    ['the whole address', 'q=Ada.Lovelace@EXAMPLE.com', 'ada.lovelace@example.com'],
    ['the username', 'q=AMAZ', 'grace@example.com'],
    ['the display name', 'q=grace%20h', 'grace@example.com'],
    ['a display name beyond ASCII, in any case', 'q=%C3%89MILIE%20DU%20CH%C3%82', '100%_sure@example.org'],
  ])('finds by the beginning of %s', async (_, query, email) => {
    expect(await emails(query)).toEqual([email]);
  });

  it('is given nothing for characters that a pattern would take for others', async () => {
    for (const q of ['%%', '__', 'a%', 'gr_ce', '%5C%5C', 'ada*', "ada' OR '1'='1"])
      expect([q, await emails(`q=${encodeURIComponent(q)}`)]).toEqual([q, []]);
    expect(await emails('q=100%25_')).toEqual(['100%_sure@example.org']);
    expect(await emails('q=100%25x')).toEqual([]);
  });

  it('narrows by role, kind and state', async () => {
    const standing = world.provider(AccountStanding);
    const id = await make('disabled@example.com', { emailVerifiedAt: clock.now() });
    await standing.disable(id);
    expect(await emails('role=admin')).toEqual([root.email]);
    expect(await emails('role=nobody-has-it')).toEqual([]);
    expect(await emails('kind=service')).toEqual([null]);
    expect(await emails('state=disabled')).toEqual(['disabled@example.com']);
    expect(await emails('state=active')).not.toContain('disabled@example.com');
    expect(await emails('state=unverified&kind=person')).not.toContain('disabled@example.com');
    expect(await emails('role=user&state=active&q=gr')).toEqual(['grace@example.com']);
    await standing.remove(id);
  });

  it('walks through all of them, each once, while others come, change and go', async () => {
    const made = [];
    for (let nth = 0; nth < 9; nth += 1) made.push(await make(`walk${nth}@example.com`));
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; ; page += 1) {
      const { items, nextCursor } = await list(`q=walk&limit=2${cursor}`);
      seen.push(...items.map(({ id }: { id: string }) => id));
      if (nextCursor === null) break;
      cursor = `&cursor=${nextCursor}`;
      await make(`walk-late${page}@example.com`); // newer than any page yet to come
      if (page === 0) {
        await world.provider(AccountStanding).remove(made[3]!); // not met yet
        await world.provider(AccountStanding).disable(made[8]!); // met
      }
    }
    expect(seen).toEqual([...made.slice(0, 3), ...made.slice(4)].reverse());
  });

  it('walks through accounts that were made at the same moment', async () => {
    const at = clock.now();
    const names = ['t1', 't2', 't3', 't4', 't5'];
    for (const name of names)
      await world.provider(Accounts).create({ email: `same-${name}@example.com`, password: PASSWORD });
    expect(clock.now()).toEqual(at);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { items, nextCursor } = await list(`q=same-&limit=2${cursor}`);
      seen.push(...items.map(({ email }: { email: string }) => email));
      if (nextCursor === null) break;
      cursor = `&cursor=${nextCursor}`;
    }
    expect(seen.sort()).toEqual(names.map((name) => `same-${name}@example.com`));
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=x',
    'q=a',
    'state=gone',
    'kind=robot',
    'cursor=x',
    'sort=email',
    'q=a&q=b',
  ])('is told what is wrong with %s', async (query) => {
    const { status, body } = await root.gets(`/admin/users?${query}`);
    expect([status, body.code]).toEqual([400, 'request.invalid']);
  });

  it('sees one account, and whether there is none', async () => {
    const id = await idOf(root);
    expect((await root.gets(`/admin/users/${id}`)).body).toMatchObject({
      id,
      roles: ['admin', 'user'],
      passwordResetRequired: false,
    });
    for (const other of [id.toUpperCase(), '0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b', 'x', `${id}%20`]) {
      const { status, body } = await root.gets(`/admin/users/${other}`);
      expect([other, status, body.code]).toEqual([other, 404, 'user.notFound']);
    }
  });
});
