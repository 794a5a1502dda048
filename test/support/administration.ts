import { AccountStanding } from '../../src/auth/index.js';
import { AuditEvent } from '../../src/platform/audit/index.js';
import { Role } from '../../src/roles/index.js';
import { newId } from '../../src/platform/database/index.js';
import { RoleCatalogue } from '../../src/roles/index.js';
import { DataSource } from 'typeorm';
import { expectStatus, type Person } from './person.js';
import type { World } from './world.js';

export const idOf = async (person: Person): Promise<string> => (await person.gets('/me')).body.id;

/** A role that grants these permissions and no other; its name. */
async function roleGranting(world: World, permissions: readonly string[], name = newId()): Promise<string> {
  const role = { id: newId(), name, description: 'of a test', builtIn: false };
  const granted = { permissions: permissions.map((permission) => ({ name: permission })) };
  await world.provider(DataSource).manager.save(Role, { ...role, ...granted });
  await world.provider(RoleCatalogue).load();
  return name;
}

/** Somebody who is signed in and holds these permissions and no other. */
export async function holderOf(
  world: World,
  permissions: readonly string[],
  person = world.person(),
): Promise<Person> {
  await person.registered();
  expectStatus(await person.signsIn(), 200);
  const role = await roleGranting(world, permissions);
  await world.provider(AccountStanding).giveRole(await idOf(person), role);
  expectStatus(await person.signsIn(), 200);
  return person;
}

/** What the audit log holds of an account, by type: who did it, and what else there is to tell. */
export async function auditOf(
  world: World,
  userId: string,
  type: string,
): Promise<{ actor: string | null; detail: Record<string, unknown> }[]> {
  const events = await world
    .provider(DataSource)
    .manager.find(AuditEvent, { where: { userId }, order: { seq: 'ASC' } });
  return events
    .filter((event) => event.type === type)
    .map(({ actor, detail }) => ({ actor, detail: JSON.parse(detail) }));
}
