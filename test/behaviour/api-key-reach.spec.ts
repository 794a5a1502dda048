import { AccountStanding } from '../../src/auth/index.js';
import { RouteTable } from '../../src/platform/access/index.js';
import { UsersService } from '../../src/users/index.js';
import { Program } from '../support/api-keys.js';
import { DatabaseWatch } from '../support/database-watch.js';
import { FrozenClock } from '../support/frozen-clock.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

describe('What an API key reaches', () => {
  let world: World;
  let root: Person;
  let rootId: string;
  let standing: AccountStanding;

  beforeAll(async () => {
    world = await World.open({ clock: new FrozenClock() });
    standing = world.provider(AccountStanding);
    await world.administrator(); // who stays one
  });
  beforeEach(async () => {
    root = await world.administrator();
    rootId = (await root.gets('/me')).body.id;
  });
  afterAll(() => world.close());

  const statusOfReports = async (program: Program) => (await program.gets('/reports')).status;

  it('is all that its owner may, where it has no scopes', async () => {
    expect(await statusOfReports(await Program.of(root, world))).toBe(200);
  });

  it('is no role, where it has scopes', async () => {
    const program = await Program.of(root, world, { scopes: ['reports:read'] });
    expect((await program.gets('/me')).body.roles).toEqual([]);
    expect((await program.gets('/reports')).body.code).toBe('role.roleRequired');
  });

  it('cannot be more than its owner may at the time it is made', async () => {
    const ada = await world.person().signedIn();
    for (const scopes of [['reports:read'], ['no:such'], ['admin'], ['', 'users:read']]) {
      const { status, body } = await ada.sends('POST', '/api-keys', { body: { name: 'x', scopes } });
      expect([scopes, status, body.code]).toEqual([scopes, 400, 'apiKey.scopeNotHeld']);
    }
    expect((await ada.gets('/api-keys')).body).toEqual([]);
  });

  it('shrinks and grows with its owner’s roles, from the next request on, and the key lives on', async () => {
    const program = await Program.of(root, world);
    expect(await statusOfReports(program)).toBe(200);
    await standing.takeRole(rootId, 'admin');
    expect((await program.gets('/reports')).body.code).toBe('role.roleRequired');
    expect((await program.gets('/me')).body.roles).toEqual(['user']);
    await standing.giveRole(rootId, 'admin');
    expect(await statusOfReports(program)).toBe(200);
  });

  it('is what the owner may now, also when that changes while it is looked up', async () => {
    const program = await Program.of(root, world);
    const users = world.provider(UsersService);
    const find = users.findById.bind(users);
    const spy = jest.spyOn(users, 'findById').mockImplementationOnce(async (...asked) => {
      const found = await find(...asked);
      await standing.takeRole(rootId, 'admin');
      return found;
    });
    expect((await program.gets('/reports')).body.code).toBe('role.roleRequired');
    expect(await program.verdict()).toEqual([200, undefined]);
    spy.mockRestore();
  });

  it('is asked of the database once a minute, not for every request', async () => {
    const program = await Program.of(root, world);
    await program.gets('/reports');
    const find = jest.spyOn(world.provider(UsersService), 'findById');
    for (let request = 0; request < 5; request += 1) await statusOfReports(program);
    expect(find).not.toHaveBeenCalled();
    find.mockRestore();
  });

  it('is no route that needs somebody who has signed in, and nothing is changed there', async () => {
    const program = await Program.of(root, world);
    await program.gets('/me');
    const routes = world.provider(RouteTable).routes();
    const closed = routes.filter(({ access }) => access.sessionOnly);
    expect(closed.length).toBeGreaterThan(8);
    const database = await DatabaseWatch.open(world.folder);
    for (const { method, path } of closed) {
      const url = path.replace(/:\w+/, program.id);
      const { status, body, headers } = await program.sends(
        method,
        url,
        method === 'GET' ? {} : { body: {} },
      );
      expect([method, url, status, body.code]).toEqual([method, url, 403, 'auth.sessionRequired']);
      expect(headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    }
    const changed = (await database.differences()).map(({ table }) => table);
    expect(changed.filter((table) => table !== 'api_keys')).toEqual([]); // which notes its last use
    await database.close();
    expect((await root.gets('/api-keys')).body).toHaveLength(1);
  });
});
