import { DataSource } from 'typeorm';
import { UserRole } from '../../src/roles/index.js';
import { RoleAdministration } from '../../src/admin/index.js';
import { AccountStanding } from '../../src/auth/index.js';
import { Program } from '../support/api-keys.js';
import { PASSWORD, type Person } from '../support/person.js';
import type { Answer } from '../support/client.js';
import { World } from '../support/world.js';

const idOf = ({ claims }: Person) => claims.sub as string;
const codeOf = ({ status, body }: Answer) => [status, body.code];

const gives = (who: Person, id: string, role: string) => who.sends('PUT', `/admin/users/${id}/roles/${role}`);
const takes = (who: Person, id: string, role: string) =>
  who.sends('DELETE', `/admin/users/${id}/roles/${role}`);

describe('Giving and taking roles', () => {
  let world: World;
  let root: Person;
  let clerk: Person;

  beforeAll(async () => {
    world = await World.open();
    root = await world.administrator();
    const roles = world.provider(RoleAdministration);
    const make = (name: string, permissions: string[]) =>
      roles.create({ name, description: '', permissions, inherits: [] });
    await make('clerk', ['roles:read', 'roles:write']);
    await make('archivist', ['audit:read']);
    await make('usher', ['roles:read']);
    clerk = await world.person().signedIn();
    await gives(root, idOf(clerk), 'clerk');
    await clerk.refreshes();
  });
  afterAll(() => world.close());

  it('needs the permission, whatever the name of the role that grants it', async () => {
    const ada = await world.person().signedIn();
    for (const answer of [await gives(ada, idOf(ada), 'usher'), await takes(ada, idOf(root), 'admin')])
      expect(codeOf(answer)).toEqual([403, 'role.permissionRequired']);
    expect((await gives(clerk, idOf(ada), 'usher')).status).toBe(204);
  });

  it('ends at what the giver does not hold', async () => {
    const ada = await world.person().signedIn();
    for (const [who, role] of [
      [ada, 'admin'],
      [ada, 'archivist'],
      [clerk, 'admin'],
    ] as const) {
      const answer = await gives(clerk, idOf(who), role);
      expect(codeOf(answer)).toEqual([403, 'role.notHeld']);
      expect(answer.body.detail).toContain('audit:read');
    }
  });

  it('ends at accounts that may do more than who gives or takes', async () => {
    expect(codeOf(await takes(clerk, idOf(root), 'admin'))).toEqual([403, 'role.outranked']);
    expect(codeOf(await gives(clerk, idOf(root), 'usher'))).toEqual([403, 'role.outranked']);
    expect((await root.gets('/reports')).status).toBe(200);
  });

  it('names accounts and roles that there are', async () => {
    const nobody = '0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b';
    for (const send of [gives, takes]) {
      expect(codeOf(await send(root, nobody, 'usher'))).toEqual([404, 'user.notFound']);
      expect(codeOf(await send(root, 'nobody', 'usher'))).toEqual([404, 'user.notFound']);
      expect(codeOf(await send(root, idOf(clerk), 'no-role'))).toEqual([404, 'role.unknown']);
    }
    expect(codeOf(await root.gets(`/admin/users/${nobody}/roles`))).toEqual([404, 'user.notFound']);
  });

  it('tells what an account holds, with what follows from it', async () => {
    expect((await clerk.gets(`/admin/users/${idOf(clerk)}/roles`)).body).toEqual({
      roles: ['clerk', 'user'],
      allRoles: ['clerk', 'user'],
      permissions: ['roles:read', 'roles:write'],
    });
  });

  it('changes nothing where it is so already: tokens live on', async () => {
    const ada = await world.person().signedIn();
    await gives(root, idOf(ada), 'user');
    await takes(root, idOf(ada), 'usher');
    expect((await ada.gets('/me')).status).toBe(200);
  });

  it.each(['jwt', 'opaque'] as const)(
    'bites on the next request: of an old %s token, and of an API key',
    async (token_format) => {
      const ada = await world.person().signedIn({ token_format });
      const id = (await ada.gets('/me')).body.id;
      await gives(root, id, 'usher');
      await ada.refreshes();
      const program = await Program.of(ada, world);
      for (const one of [ada, program]) expect((await one.gets('/admin/roles')).status).toBe(200);
      await takes(root, id, 'usher');
      expect(codeOf(await ada.gets('/admin/roles'))).toEqual([401, 'token.revoked']);
      expect(codeOf(await program.gets('/admin/roles'))).toEqual([403, 'role.permissionRequired']);
      await ada.refreshes();
      expect((await ada.gets('/admin/roles')).status).toBe(403);
    },
  );

  // What would go wrong: the caller's token still says what was taken while the request was on its way.
  it('is judged by what the giver holds at that moment, not by what the token says', async () => {
    const standing = world.provider(AccountStanding);
    const ada = await world.person().signedIn();
    const former = { userId: idOf(clerk), permissions: new Set(['roles:read', 'roles:write']) };
    await standing.giveRole(idOf(ada), 'usher', former);
    await takes(root, idOf(clerk), 'clerk');
    const refused = { entry: { code: 'role.outranked' } }; // who holds nothing has nobody below
    await expect(standing.giveRole(idOf(ada), 'clerk', former)).rejects.toMatchObject(refused);
  });
});

describe('The last administrator', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
  });
  afterEach(() => world.close());

  const administrators = () =>
    world
      .provider(DataSource)
      .getRepository(UserRole)
      .countBy({ role: { name: 'admin' } });
  const many = (count: number) => Promise.all(Array.from({ length: count }, () => world.administrator()));

  it('cannot be demoted, disabled, deleted, or leave, until there is another one', async () => {
    const root = await world.administrator();
    const standing = world.provider(AccountStanding);
    const last = { entry: { code: 'role.lastAdministrator' } };
    const leaves = () => root.sends('DELETE', '/me', { body: { password: PASSWORD } });
    expect(codeOf(await takes(root, idOf(root), 'admin'))).toEqual([409, 'role.lastAdministrator']);
    expect(codeOf(await leaves())).toEqual([409, 'role.lastAdministrator']);
    for (const change of ['disable', 'remove'] as const)
      await expect(standing[change](idOf(root))).rejects.toMatchObject(last);
    expect((await root.gets('/reports')).status).toBe(200); // nothing of it was done
    await world.administrator();
    expect((await leaves()).status).toBe(204);
  });

  it('is one who can sign in: neither a disabled one nor a program counts', async () => {
    const [root, other] = await many(2);
    const standing = world.provider(AccountStanding);
    await standing.disable(idOf(other as Person));
    expect((await takes(root as Person, idOf(root as Person), 'admin')).status).toBe(409);
    await standing.enable(idOf(other as Person));
    expect((await takes(root as Person, idOf(root as Person), 'admin')).status).toBe(204);
  });

  it('may hold a role that inherits admin, and then that role keeps it', async () => {
    const root = await world.administrator();
    await root.sends('POST', '/admin/roles', { body: { name: 'chief', inherits: ['admin'] } });
    await gives(root, idOf(root), 'chief');
    await root.refreshes();
    expect((await takes(root, idOf(root), 'admin')).status).toBe(204);
    await root.refreshes();
    const { status, body } = await root.sends('PATCH', '/admin/roles/chief', { body: { inherits: [] } });
    expect([status, body.code]).toEqual([409, 'role.lastAdministrator']);
  });

  it('is left when two demote each other at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = (await many(2)) as [Person, Person];
      const answers = await Promise.all([takes(one, idOf(other), 'admin'), takes(other, idOf(one), 'admin')]);
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
      expect([401, 403]).toContain(answers.find(({ status }) => status !== 204)?.status);
    }
  });

  it('is left when twenty step down at the same moment', async () => {
    const all = await many(20);
    const answers = await Promise.all(all.map((one) => takes(one, idOf(one), 'admin')));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(19).fill(204), 409]);
    expect(await administrators()).toBe(1);
  });
});

describe('Two who change roles at the same moment', () => {
  it('make no circle of them', async () => {
    const world = await World.open();
    const root = await world.administrator();
    for (let pair = 0; pair < 10; pair += 1) {
      const [left, right] = [`left-${pair}`, `right-${pair}`] as const;
      for (const name of [left, right]) await root.sends('POST', '/admin/roles', { body: { name } });
      const inherit = (name: string, other: string) =>
        root.sends('PATCH', `/admin/roles/${name}`, { body: { inherits: [other] } });
      const answers = await Promise.all([inherit(left, right), inherit(right, left)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    }
    await world.close();
  });
});
