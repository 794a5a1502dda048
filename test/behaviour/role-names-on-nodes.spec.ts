import { Revocations } from '../../src/sessions/index.js';
import { Person } from '../support/person.js';
import { World } from '../support/world.js';

// What would go wrong: a change of any role has a node read all roles, before it read who lost the name they bear.
describe('A name that was taken from one role and given to another', () => {
  let here: World;
  let there: World;
  let root: Person;

  beforeAll(async () => {
    here = await World.open();
    // Reads the feed when it has to, and not by the way.
    const polls = { REVOCATION_POLL: '60s', REVOCATION_MAX_STALENESS: '120s' };
    there = await World.open({ folder: here.folder, env: polls });
    root = await here.administrator();
  });
  afterAll(async () => {
    await there.stop();
    await here.close();
  });

  it('gives nothing to the tokens of before, on a node where roles were changed meanwhile', async () => {
    await root.sends('POST', '/admin/roles', { body: { name: 'team', permissions: [] } });
    const ada = await here.person().signedIn();
    await root.sends('PUT', `/admin/users/${ada.claims.sub}/roles/team`);
    await ada.refreshes();
    await there.provider(Revocations).catchUp();
    const farAda = Object.assign(new Person(there, ada.email), { accessToken: ada.accessToken });
    expect((await farAda.gets('/admin/users')).status).toBe(403);
    const farRoot = Object.assign(new Person(there, root.email), { accessToken: root.accessToken });

    await root.sends('PATCH', '/admin/roles/team', { body: { name: 'crew' } });
    await root.sends('POST', '/admin/roles', { body: { name: 'team', permissions: ['users:read'] } });
    await farRoot.sends('POST', '/admin/roles', { body: { name: 'unrelated', permissions: [] } });
    expect((await farAda.gets('/admin/users')).body.code).toBe('token.revoked');
  });
});
