import { DataSource, Like } from 'typeorm';
import { AuditEvent } from '../../src/platform/audit/index.js';
import { auditOf } from '../support/administration.js';
import type { Person } from '../support/person.js';
import { Program } from '../support/api-keys.js';
import { World } from '../support/world.js';

describe('Administering roles', () => {
  let world: World;
  let root: Person;

  beforeAll(async () => {
    world = await World.open();
    root = await world.administrator();
  });
  afterAll(() => world.close());

  const makes = (name: string, more: object = {}, who = root) =>
    who.sends('POST', '/admin/roles', { body: { name, ...more } });
  const changes = (name: string, body: object, who = root) =>
    who.sends('PATCH', `/admin/roles/${name}`, { body });
  const removes = (name: string, who = root) => who.sends('DELETE', `/admin/roles/${name}`);
  const gives = (person: Person, role: string, who = root) =>
    who.sends('PUT', `/admin/users/${idOf(person)}/roles/${role}`);
  const takes = (person: Person, role: string, who = root) =>
    who.sends('DELETE', `/admin/users/${idOf(person)}/roles/${role}`);
  const idOf = (person: Person) => person.claims.sub as string;
  const codeOf = async (sent: Promise<{ status: number; body: { code?: string } }>) => {
    const { status, body } = await sent;
    return [status, body.code];
  };
  /** Somebody who holds a new role with these permissions. */
  const holderOf = async (role: string, permissions: string[] = []): Promise<Person> => {
    expect((await makes(role, { permissions })).status).toBe(201);
    const person = await world.person().signedIn();
    expect((await gives(person, role)).status).toBe(204);
    await person.refreshes();
    return person;
  };

  describe('lists', () => {
    it('roles by name, page by page, with what they grant and inherit', async () => {
      const first = (await root.gets('/admin/roles?limit=2')).body;
      expect(first.items.map(({ name }: { name: string }) => name)).toEqual(['admin', 'introspector']);
      const next = await root.gets(`/admin/roles?limit=2&cursor=${first.nextCursor}`);
      expect(next.body.items[0]).toEqual({
        name: 'user',
        description: 'Everyone with an account',
        builtIn: true,
        permissions: [],
        inherits: [],
        allPermissions: [],
      });
      expect(next.body.nextCursor).toBeNull();
    });

    it('permissions, with what they allow', async () => {
      const { body } = await root.gets('/admin/permissions');
      expect(body).toContainEqual({ name: 'users:read', description: 'See all accounts' });
    });
  });

  describe('makes a role', () => {
    it('that grants what it is given, and what it inherits', async () => {
      await makes('reader', { permissions: ['reports:read'] });
      const made = await makes('writer', {
        description: 'Writes',
        permissions: ['users:read'],
        inherits: ['reader'],
      });
      expect([made.status, made.body]).toEqual([
        201,
        {
          name: 'writer',
          description: 'Writes',
          builtIn: false,
          permissions: ['users:read'],
          inherits: ['reader'],
          allPermissions: ['reports:read', 'users:read'],
          inheritedBy: [],
          holders: 0,
        },
      ]);
      expect((await root.gets('/admin/roles/reader')).body.inheritedBy).toEqual(['writer']);
    });

    it('under a name that no other has, nor looks like', async () => {
      await makes('unique');
      expect(await codeOf(makes('unique'))).toEqual([409, 'role.nameTaken']);
      for (const name of ['Unique', 'a,b', 'uniquе', ' x', '', 'x'.repeat(65), '../x', 7, null])
        expect([name, (await makes(name as string)).status]).toEqual([name, 400]);
    });

    it('of permissions and roles that there are', async () => {
      const { status, body } = await makes('wrong', {
        permissions: ['no:such'],
        inherits: ['user', 'nobody'],
      });
      expect([status, body.errors]).toEqual([
        400,
        [
          { pointer: '#/permissions/0', detail: 'must be the name of a permission' },
          { pointer: '#/inherits/1', detail: 'must be the name of a role' },
        ],
      ]);
    });

    it('only for those who hold what it grants, inherited or not', async () => {
      const clerk = await holderOf('clerk', ['roles:read', 'roles:write']);
      expect(await codeOf(makes('more', { permissions: ['keys:write'] }, clerk))).toEqual([
        403,
        'role.notHeld',
      ]);
      expect(await codeOf(makes('more', { inherits: ['admin'] }, clerk))).toEqual([403, 'role.notHeld']);
      expect((await makes('lesser-clerk', { permissions: ['roles:read'] }, clerk)).status).toBe(201);
    });
  });

  describe('changes a role', () => {
    it('so that it counts on the next request of all who hold it, with the token they have', async () => {
      const ada = await holderOf('seer');
      const program = await Program.of(ada, world);
      expect((await ada.gets('/admin/roles')).status).toBe(403);
      await changes('seer', { permissions: ['roles:read'] });
      expect((await ada.gets('/admin/roles')).status).toBe(200);
      expect((await program.gets('/admin/roles')).status).toBe(200);
      await changes('seer', { permissions: [] });
      expect((await ada.gets('/admin/roles')).status).toBe(403);
      expect((await program.gets('/admin/roles')).status).toBe(403);
    });

    it('so that it counts for those who inherit it', async () => {
      await makes('base');
      const ada = await holderOf('heir');
      await changes('heir', { inherits: ['base'] });
      await changes('base', { permissions: ['roles:read'] });
      expect((await ada.gets('/admin/roles')).status).toBe(200);
      expect((await ada.gets('/me')).body.roles).toEqual(['base', 'heir', 'user']);
      await changes('heir', { inherits: [] });
      expect((await ada.gets('/admin/roles')).status).toBe(403);
    });

    it('so that who holds a role that inherits another passes where that is asked for', async () => {
      const ada = await holderOf('deputy');
      expect((await ada.gets('/reports')).status).toBe(403);
      await changes('deputy', { inherits: ['admin'] });
      expect((await ada.gets('/reports')).status).toBe(200);
      await changes('deputy', { inherits: [] });
      expect((await ada.gets('/reports')).status).toBe(403);
    });

    it('to another name, by which a token from before means nothing, whoever has the old one then', async () => {
      const ada = await holderOf('old-name', ['roles:read']);
      const former = ada.accessToken;
      expect((await changes('old-name', { name: 'new-name' })).body).toMatchObject({ holders: 1 });
      await makes('old-name', { permissions: ['reports:read', 'users:read'] });
      expect(await codeOf(ada.gets('/admin/roles'))).toEqual([401, 'token.revoked']);
      await ada.refreshes();
      expect(ada.accessToken).not.toBe(former);
      expect(ada.claims.roles).toEqual(['new-name', 'user']);
      expect((await ada.gets('/admin/roles')).status).toBe(200);
    });

    it('never so that it inherits itself, through however many others', async () => {
      for (const name of ['one', 'two', 'three']) await makes(name);
      await changes('one', { inherits: ['two'] });
      await changes('two', { inherits: ['three'] });
      for (const wish of [
        { inherits: ['one'] },
        { inherits: ['three'] },
        { name: 'zero', inherits: ['one'] },
      ])
        expect(await codeOf(changes('three', wish))).toEqual([409, 'role.cycle']);
    });

    it('only for those who hold what it grants, before and after', async () => {
      const clerk = await holderOf('clerk-two', ['roles:read', 'roles:write']);
      await makes('keymaster', { permissions: ['keys:write'] });
      expect(await codeOf(changes('keymaster', { permissions: [] }, clerk))).toEqual([403, 'role.notHeld']);
      expect(await codeOf(changes('clerk-two', { inherits: ['keymaster'] }, clerk))).toEqual([
        403,
        'role.notHeld',
      ]);
      expect((await changes('clerk-two', { description: 'Files' }, clerk)).status).toBe(200);
    });

    it('that is built in only by adding to it', async () => {
      for (const wish of [{ permissions: [] }, { permissions: ['users:read'] }, { name: 'chief' }])
        expect(await codeOf(changes('admin', wish))).toEqual([409, 'role.builtIn']);
      expect((await changes('user', { permissions: ['reports:read'] })).status).toBe(200);
      expect((await changes('user', { permissions: [] })).status).toBe(200);
      for (const name of ['admin', 'user', 'introspector'])
        expect(await codeOf(removes(name))).toEqual([409, 'role.builtIn']);
    });
  });

  describe('deletes a role', () => {
    it('that nobody holds and no role inherits, and tells who does', async () => {
      const ada = await holderOf('doomed');
      await makes('doomed-heir', { inherits: ['doomed'] });
      const { status, body } = await removes('doomed');
      expect([status, body.code]).toEqual([409, 'role.inUse']);
      expect(body.detail).toBe('Accounts that hold it: 1. Roles that inherit it: doomed-heir.');
      await takes(ada, 'doomed');
      await removes('doomed-heir');
      expect((await removes('doomed')).status).toBe(204);
      expect(await codeOf(root.gets('/admin/roles/doomed'))).toEqual([404, 'role.unknown']);
    });

    it('only for those who hold what it grants', async () => {
      const clerk = await holderOf('clerk-three', ['roles:read', 'roles:write']);
      await makes('precious', { permissions: ['audit:read'] });
      expect(await codeOf(removes('precious', clerk))).toEqual([403, 'role.notHeld']);
    });
  });

  it('takes no API key for a change, whatever its owner may', async () => {
    const program = await Program.of(root, world);
    expect((await program.gets('/admin/roles')).status).toBe(200);
    const headers = { authorization: `Bearer ${program.key}` };
    const answer = await world.send('POST', '/admin/roles', { headers, body: { name: 'by-key' } });
    expect([answer.status, answer.body.code]).toEqual([403, 'auth.sessionRequired']);
  });

  it('is recorded, with who did it', async () => {
    await makes('told');
    await changes('told', { name: 'retold' });
    await removes('retold');
    const ada = await holderOf('held-for-the-record');
    await takes(ada, 'held-for-the-record');
    const by = (await root.gets('/me')).body.id;
    const standing = await auditOf(world, idOf(ada), 'user.accessChanged');
    expect(standing.map(({ actor }) => actor)).toEqual([by, by]);
    const events = await world
      .provider(DataSource)
      .getRepository(AuditEvent)
      .find({ where: { type: Like('role.%'), detail: Like('%told%') }, order: { seq: 'DESC' } });
    expect(events.map(({ type, actor, detail }) => [type, actor, JSON.parse(detail)])).toEqual([
      ['role.deleted', by, { role: 'retold' }],
      ['role.changed', by, { role: 'retold', formerName: 'told', permissions: [], inherits: [] }],
      ['role.created', by, { role: 'told', permissions: [], inherits: [] }],
    ]);
  });
});
