import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { newId } from '../../platform/database/index.js';
import { type FieldError, Problem, RequestErrors } from '../../platform/errors/index.js';
import { Authority, type Caller } from '../authority/authority.service.js';
import { decideEdit, type EditDecision, type RoleChange, type RoleDraft } from './role-edit.js';
import { Permission, Role } from '../role.entity.js';
import { RolesErrors } from '../roles.errors.js';
import { graphOf, readRoles } from './roles-table.js';
import { UserRole } from '../user-role.entity.js';

const REFUSALS: Record<Exclude<EditDecision, 'allowed'>, () => Problem> = {
  builtInName: () => new Problem(RolesErrors.builtIn, { detail: 'A built-in role keeps its name.' }),
  builtInGrants: () =>
    new Problem(RolesErrors.builtIn, { detail: 'A built-in role keeps the permissions it came with.' }),
  nameTaken: () => new Problem(RolesErrors.nameTaken),
};

/** Makes, changes and deletes roles: each in the turn of `LastAdministrator.keeping`, and told by `changeRole`. */
@Injectable()
export class RoleDefinitions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly authority: Authority,
  ) {}

  /** Every role with what it grants and inherits, by name. */
  all(): Promise<Role[]> {
    return readRoles(this.dataSource.manager);
  }

  permissions(): Promise<Permission[]> {
    return this.dataSource.manager.find(Permission, { order: { name: 'ASC' } });
  }

  /** How many accounts hold the role itself. */
  countHolders({ id }: Role): Promise<number> {
    return this.dataSource.manager.countBy(UserRole, { roleId: id });
  }

  /** @throws Problem role.nameTaken, role.notHeld, request.invalid */
  async create(draft: RoleDraft, by: Caller, tx: EntityManager): Promise<Role> {
    const roles = await readRoles(tx);
    const role = tx.create(Role, { id: newId(), builtIn: false, permissions: [], inherits: [] });
    await this.shape(role, draft, roles, tx);
    await this.authority.assertHolds(by, graphOf([...roles, role]).permissionsOf([role.name]), tx);
    return tx.save(role);
  }

  /** @throws Problem role.unknown, role.builtIn, role.nameTaken, role.cycle, role.notHeld, request.invalid */
  async edit(name: string, change: RoleChange, by: Caller, tx: EntityManager): Promise<Role> {
    const roles = await readRoles(tx);
    const role = existing(roles, name);
    const held = graphOf(roles).permissionsOf([name]);
    await this.shape(role, { ...draftOf(role), ...given(change) }, roles, tx);
    const graph = graphOf(roles);
    if (graph.isCircular(role.name)) throw new Problem(RolesErrors.cycle);
    await this.authority.assertHolds(by, new Set([...held, ...graph.permissionsOf([role.name])]), tx);
    return tx.save(role);
  }

  /** @throws Problem role.unknown, role.builtIn, role.inUse, role.notHeld */
  async remove(name: string, by: Caller, tx: EntityManager): Promise<void> {
    const roles = await readRoles(tx);
    const role = existing(roles, name);
    if (role.builtIn)
      throw new Problem(RolesErrors.builtIn, { detail: 'A built-in role cannot be deleted.' });
    await this.authority.assertHolds(by, graphOf(roles).permissionsOf([name]), tx);
    await this.assertUnused(role, roles, tx);
    await tx.delete(Role, { id: role.id });
  }

  /** Gives the role the values of the draft, if it may have them. */
  private async shape(
    role: Role,
    draft: RoleDraft,
    roles: readonly Role[],
    tx: EntityManager,
  ): Promise<void> {
    const before = role.name === undefined ? undefined : { ...draftOf(role), builtIn: role.builtIn };
    const decision = decideEdit(
      before,
      draft,
      roles.map(({ name }) => name),
    );
    if (decision !== 'allowed') throw REFUSALS[decision]();
    const permissions = await tx.findBy(Permission, { name: In([...draft.permissions]) });
    const inherits = roles.filter(({ name }) => draft.inherits.includes(name));
    const faults = [
      ...strangers('permissions', draft.permissions, permissions),
      ...strangers('inherits', draft.inherits, inherits),
    ];
    if (faults.length > 0) throw new Problem(RequestErrors.invalid, { errors: faults });
    Object.assign(role, { name: draft.name, description: draft.description, permissions, inherits });
  }

  private async assertUnused(role: Role, roles: readonly Role[], tx: EntityManager): Promise<void> {
    // Whoever is giving the role at this moment holds its row, and is waited for.
    if (tx.connection.options.type === 'postgres')
      await tx.findOne(Role, { where: { id: role.id }, lock: { mode: 'pessimistic_write' } });
    const heirs = roles.filter(({ inherits }) => inherits.some(({ id }) => id === role.id));
    const holders = await tx.countBy(UserRole, { roleId: role.id });
    if (heirs.length === 0 && holders === 0) return;
    const names = heirs.map(({ name }) => name).join(', ') || 'none';
    throw new Problem(RolesErrors.inUse, {
      detail: `Accounts that hold it: ${holders}. Roles that inherit it: ${names}.`,
    });
  }
}

function existing(roles: readonly Role[], name: string): Role {
  const role = roles.find((candidate) => candidate.name === name);
  if (!role) throw new Problem(RolesErrors.unknown, { detail: `There is no role "${name}".` });
  return role;
}

const draftOf = ({ name, description, permissions, inherits }: Role): RoleDraft => ({
  name,
  description,
  permissions: permissions.map((permission) => permission.name),
  inherits: inherits.map((role) => role.name),
});

const given = (change: RoleChange): Partial<RoleDraft> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

/** Faults for the names that were not found. */
const strangers = (
  field: 'permissions' | 'inherits',
  asked: readonly string[],
  found: readonly { readonly name: string }[],
): FieldError[] =>
  asked.flatMap((name, index) =>
    found.some((other) => other.name === name)
      ? []
      : [
          {
            pointer: `#/${field}/${index}`,
            detail: `must be the name of a ${field === 'inherits' ? 'role' : 'permission'}`,
          },
        ],
  );
