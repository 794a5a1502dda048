import { RoleAdministration } from '../../src/admin/index.js';
import { RoleCatalogue } from '../../src/roles/index.js';
import { Revocations } from '../../src/sessions/index.js';
import { Person } from '../support/person.js';
import { World } from '../support/world.js';

describe('A role that is changed on one node', () => {
  let here: World;
  let there: World;
  let root: Person;

  beforeAll(async () => {
    here = await World.open();
    there = await World.open({ folder: here.folder });
    root = await here.administrator();
  });
  afterAll(async () => {
    await there.stop();
    await here.close();
  });

  /** Somebody with a new role, as the other node sees them, with the same token. */
  const holderOf = async (name: string): Promise<Person> => {
    await root.sends('POST', '/admin/roles', { body: { name, permissions: ['roles:read'] } });
    const ada = await here.person().signedIn();
    await root.sends('PUT', `/admin/users/${ada.claims.sub}/roles/${name}`);
    await ada.refreshes();
    return Object.assign(new Person(there, ada.email), { accessToken: ada.accessToken });
  };
  const becomes = async (person: Person, path: string, status: number) => {
    const deadline = Date.now() + 10_000;
    while ((await person.gets(path)).status !== status && Date.now() < deadline)
      await new Promise((later) => setTimeout(later, 50));
    expect((await person.gets(path)).status).toBe(status);
  };

  it('grants and refuses by its new permissions on the other, to the token from before', async () => {
    const ada = await holderOf('far-reader');
    await becomes(ada, '/admin/roles', 200);
    await root.sends('PATCH', '/admin/roles/far-reader', { body: { permissions: [] } });
    await becomes(ada, '/admin/roles', 403);
  });

  it('grants and refuses by what it inherits', async () => {
    const ada = await holderOf('far-deputy');
    await root.sends('PATCH', '/admin/roles/far-deputy', { body: { inherits: ['admin'] } });
    await becomes(ada, '/reports', 200);
    await root.sends('PATCH', '/admin/roles/far-deputy', { body: { inherits: [] } });
    await becomes(ada, '/reports', 403);
  });

  it('voids the tokens that bear its old name', async () => {
    const ada = await holderOf('far-name');
    await becomes(ada, '/admin/roles', 200);
    await root.sends('PATCH', '/admin/roles/far-name', { body: { name: 'further-name' } });
    await becomes(ada, '/admin/roles', 401);
  });

  it('is known to a node as soon as that has read the feed, and not a poll later', async () => {
    await root.sends('POST', '/admin/roles', { body: { name: 'prompt', permissions: ['roles:read'] } });
    await there.provider(Revocations).catchUp();
    expect([...there.provider(RoleCatalogue).permissionsOf(['prompt'])]).toEqual(['roles:read']);
  });

  // What would go wrong: a read that began before the change ends after one that began later, and its old answer stays.
  it('stays changed, however many read at once', async () => {
    const roles = here.provider(RoleAdministration);
    await roles.create({ name: 'flicker', description: '', permissions: [], inherits: [] });
    const catalogue = here.provider(RoleCatalogue);
    for (let round = 0; round < 20; round += 1) {
      const permissions = round % 2 === 0 ? ['users:read'] : [];
      const reads = Array.from({ length: 5 }, () => catalogue.load());
      await roles.edit('flicker', { permissions });
      await Promise.all(reads);
      expect([...catalogue.permissionsOf(['flicker'])]).toEqual(permissions);
    }
  });
});
