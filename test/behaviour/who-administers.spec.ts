import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { RoleAdministration } from '../../src/admin/index.js';
import { AccountStanding, ServiceAccounts } from '../../src/auth/index.js';
import type { Installation } from '../../src/cli/database/installation.js';
import { readStored } from '../../src/cli/doctor/read-database.js';
import { idOf } from '../support/administration.js';
import { onPostgres } from '../support/store.js';
import { World } from '../support/world.js';

describe('Those who administer an installation, as the doctor counts them,', () => {
  let world: World;

  beforeEach(async () => {
    world = await World.open();
  });
  afterEach(() => world.close());

  const counted = async () => {
    const database = world.provider(DataSource);
    const wanted = { cost: { ARGON2_MEMORY: 19456, ARGON2_PASSES: 2 }, history: 0 };
    const rows = <T>(sql: string) => database.query<T[]>(sql);
    const path = join(world.folder, 'data', 'sallyport.sqlite');
    const installation: Installation = onPostgres
      ? { store: 'postgres', url: '' }
      : { store: 'sqlite', path, exists: true };
    const { administrators } = await readStored(installation, rows, wanted, new Date());
    return administrators;
  };

  it('are people who hold a role that inherits it, each once, and no program', async () => {
    const ada = await world.person().signedIn();
    const draft = { name: 'owner', description: '', permissions: [], inherits: ['admin'] };
    await world.provider(RoleAdministration).create(draft);
    await world.provider(AccountStanding).giveRole(await idOf(ada), 'owner');
    expect(await counted()).toBe(1);
    await world.provider(AccountStanding).giveRole(String(ada.claims.sub), 'admin');
    await world.provider(ServiceAccounts).create({ username: 'nightly' }, ['admin']);
    expect(await counted()).toBe(1);
  });
});
