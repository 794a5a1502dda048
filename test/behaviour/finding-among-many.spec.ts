import { DataSource } from 'typeorm';
import { newId } from '../../src/platform/database/index.js';
import { RoleTransfer } from '../../src/roles/index.js';
import { UserTransfer } from '../../src/users/index.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

/** More than are looked up one by one. */
const MANY = 5200;

describe('An administrator who looks for accounts among thousands that are alike', () => {
  let world: World;
  let root: Person;

  beforeAll(async () => {
    world = await World.open();
    root = await world.administrator();
    const began = Date.now() - MANY;
    const crowd = Array.from({ length: MANY }, (_, nth) => ({
      id: newId(),
      email: `crowd${nth}@example.com`,
      emailKey: `crowd${nth}@example.com`,
      username: null,
      usernameKey: null,
      displayName: nth % 1000 === 0 ? 'Rare Bird' : 'One of Many',
      emailVerifiedAt: null,
      disabledAt: null,
      createdAt: new Date(began + nth),
    }));
    await world.provider(DataSource).transaction(async (tx) => {
      const userRole = (await world.provider(RoleTransfer).ids(tx)).get('user')!;
      for (let from = 0; from < MANY; from += 400) {
        const some = crowd.slice(from, from + 400);
        await world.provider(UserTransfer).insertAll(some, new Date(), tx);
        const held = some.map(({ id }) => ({ userId: id, roleId: userRole }));
        await world.provider(RoleTransfer).insertAll(held, tx);
      }
    });
  }, 60_000);
  afterAll(() => world.close());

  const emails = async (query: string) => {
    const { items, nextCursor } = (await root.gets(`/admin/users?${query}`)).body;
    return { found: items.map(({ email }: { email: string }) => email) as string[], nextCursor };
  };

  it.each(['q=crowd', 'q=one%20of', 'role=user&kind=person', 'q=CROWD&role=user&state=active'])(
    'gets them in their order, page after page: %s',
    async (query) => {
      const all: string[] = [];
      let cursor = '';
      for (let page = 0; page < 3; page += 1) {
        const { found, nextCursor } = await emails(`${query}&limit=100${cursor}`);
        expect(found).toHaveLength(100);
        all.push(...found.filter((email) => email.startsWith('crowd')));
        cursor = `&cursor=${nextCursor}`;
      }
      const numbers = all.map((email) => Number(/\d+/.exec(email)![0]));
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => b - a));
      expect(numbers.length).toBeGreaterThan(290);
    },
  );

  it('gets the few among them', async () => {
    const { found, nextCursor } = await emails('q=rare&role=user');
    expect(found).toEqual([5000, 4000, 3000, 2000, 1000, 0].map((nth) => `crowd${nth}@example.com`));
    expect(nextCursor).toBeNull();
  });
});
