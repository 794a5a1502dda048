import { DataSource } from 'typeorm';
import { AccountStanding } from '../../src/auth/index.js';
import { type Route, RouteTable } from '../../src/platform/access/index.js';
import { holderOf, idOf } from '../support/administration.js';
import { Program } from '../support/api-keys.js';
import { BrowserPage } from '../support/browser-session.js';
import type { Answer } from '../support/client.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

const NOBODYS = '0197a1b2-9f3d-7c4e-8a5b-6c7d8e9f0a1b';

/** Another spelling of an id is no id of anything. */
const respelled = (id: string): string[] => [
  id.toUpperCase(),
  id.replaceAll('-', ''),
  `{${id}}`,
  `urn:uuid:${id}`,
  `${id}%20`,
  `%20${id}`,
  `${id}%0a`,
  `${id}.json`,
  `${id};x`,
  `${id},${NOBODYS}`,
  `${id}'--`,
  `%25`,
  `*`,
  '0',
  '-1',
  'null',
  'undefined',
  'me',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];

/** A body with which the route would do something. */
const BODIES: Record<string, object> = {
  'POST /admin/users/:id/disable': { reason: 'not mine' },
  'PATCH /admin/users/:id': { displayName: 'Not Mine' },
};

/** Whose id stands in a route: for everybody only their own, or of anybody for those who hold the permission. */
const OWN = ['DELETE /api-keys/:id', 'DELETE /sessions/:id'];

describe('What belongs to somebody else', () => {
  let world: World;
  let withId: Route[];
  let ada: Person;
  let mallory: Person;
  let program: Program;
  let ids: { user: string; session: string; key: string };

  const nameOf = ({ method, path }: Route) => `${method} ${path}`;
  const send = (who: Person, route: Route, ...values: string[]): Promise<Answer> => {
    const left = [...values];
    const url = route.path.replace(/:\w+/g, () => left.shift() ?? NOBODYS);
    const body = BODIES[nameOf(route)] ?? (route.method === 'GET' ? undefined : {});
    return who.sends(route.method, url, { body });
  };
  const told = ({ status, body }: Answer) => [
    status,
    body.code,
    body.title,
    body.detail,
    Object.keys(body).sort(),
  ];
  /** All that is kept of an account, but for when it was last seen. */
  const kept = async () => {
    const { manager } = world.provider(DataSource);
    const of = (table: string, column: string) =>
      manager.query(`SELECT * FROM "${table}" WHERE "${column}" = '${ids.user}'`);
    return [
      await of('users', 'id'),
      await of('sessions', 'userId'),
      await of('passwords', 'userId'),
      (await of('api_keys', 'userId')).length,
    ];
  };

  beforeAll(async () => {
    world = await World.open();
    withId = world
      .provider(RouteTable)
      .routes()
      .filter(({ path }) => path.includes(':'));
    ada = await world.person().signedIn();
    mallory = await world.person().signedIn();
    program = await Program.of(ada, world);
    ids = { user: await idOf(ada), session: String(ada.claims.sid), key: program.id };
  });
  afterAll(() => world.close());

  it('stands in routes that are all known here: for the owner, or by a permission', () => {
    const own = withId.filter(({ access }) => access.allPermissions.length === 0);
    expect(own.map(nameOf).sort()).toEqual(OWN);
    expect(withId.length).toBeGreaterThan(10);
  });

  it('is not there for others: as an id that nobody has, however it is spelled, and nothing happens', async () => {
    const before = await kept();
    for (const route of withId.filter((one) => OWN.includes(nameOf(one)))) {
      const missing = told(await send(mallory, route, NOBODYS));
      expect([nameOf(route), missing[0]]).toEqual([nameOf(route), 404]);
      for (const id of [...Object.values(ids), ...Object.values(ids).flatMap(respelled)])
        expect([nameOf(route), id, told(await send(mallory, route, id))]).toEqual([
          nameOf(route),
          id,
          missing,
        ]);
    }
    expect(await kept()).toEqual(before);
    expect([(await ada.gets('/me')).status, (await program.gets('/me')).status]).toEqual([200, 200]);
  });

  it('is not told to be there or not to who lacks the permission', async () => {
    const before = await kept();
    const wrong = await holderOf(world, ['reports:read']);
    for (const route of withId.filter(({ access }) => access.allPermissions.length > 0))
      for (const who of [mallory, wrong]) {
        const missing = told(await send(who, route, NOBODYS, NOBODYS));
        expect([nameOf(route), missing.slice(0, 2)]).toEqual([
          nameOf(route),
          [403, 'role.permissionRequired'],
        ]);
        for (const id of Object.values(ids))
          expect([nameOf(route), told(await send(who, route, id, ids.key))]).toEqual([
            nameOf(route),
            missing,
          ]);
      }
    expect(await kept()).toEqual(before);
  });

  it('is not reached by another spelling of its id, even by who may', async () => {
    const root = await world.administrator();
    const before = await kept();
    const administered = withId.filter(({ access }) => access.allPermissions.length > 0);
    for (const route of administered.filter(({ path }) => path.includes(':id'))) {
      const missing = told(await send(root, route, NOBODYS, NOBODYS));
      expect([nameOf(route), missing[0]]).toEqual([nameOf(route), 404]);
      const id = route.path.includes('/sessions/') ? ids.session : ids.user;
      for (const spelling of respelled(id))
        expect([nameOf(route), spelling, told(await send(root, route, spelling, NOBODYS))]).toEqual([
          nameOf(route),
          spelling,
          missing,
        ]);
    }
    expect(await kept()).toEqual(before);
  }, 60_000);

  it('is not reached past its owner: a key of one account below another', async () => {
    const root = await world.administrator();
    const path = `/admin/users/${await idOf(mallory)}/api-keys/${program.id}`;
    const { status, body } = await root.sends('DELETE', path);
    expect([status, body.code]).toEqual([404, 'apiKey.notFound']);
    expect((await program.gets('/me')).status).toBe(200);
  });
});

describe('Who may do less than before', () => {
  it('is refused with everything that was handed out before, on the next request', async () => {
    const world = await World.open();
    await world.administrator(); // the last one stays
    const root = await world.administrator();
    const opaque = await root.onAnotherDevice({ token_format: 'opaque' });
    const page = new BrowserPage(world);
    await page.signsIn(root.email);
    const program = await Program.of(root, world);
    const asks = async () => [
      (await root.gets('/admin/users')).status,
      (await opaque.gets('/admin/users')).status,
      (await page.sends('GET', '/admin/users')).status,
      (await program.gets('/admin/users')).status,
    ];
    expect(await asks()).toEqual([200, 200, 200, 200]);
    await world.provider(AccountStanding).takeRole(await idOf(root), 'admin');
    expect(await asks()).toEqual([401, 401, 401, 403]); // a key lives on, and may no more than its owner
    expect((await root.refreshes()).status).toBe(200);
    expect((await root.gets('/admin/users')).status).toBe(403);
    expect((await page.sends('POST', '/refresh')).status).toBe(200);
    expect((await page.sends('GET', '/admin/users')).status).toBe(403);
    await world.close();
  });

  it('is refused at once by the act of another administrator', async () => {
    const world = await World.open();
    const [root, ada] = [await world.administrator(), await world.administrator()];
    const body = { reason: 'not here any more' };
    expect((await ada.gets('/admin/users')).status).toBe(200);
    await root.sends('POST', `/admin/users/${await idOf(ada)}/disable`, { body });
    expect((await ada.gets('/admin/users')).status).toBe(401);
    await world.close();
  });
});
