import { Injectable } from '@nestjs/common';
import { pageOf, type PageQuery, positionOf } from '../../platform/http/index.js';
import { Problem } from '../../platform/errors/index.js';
import { graphOf, type Role, RoleDefinitions, RolesErrors, RolesService } from '../../roles/index.js';
import { UsersErrors, UsersService } from '../../users/index.js';
import { type HeldRoles, PermissionCard, RoleCard, type RoleDetails, type RolePage } from './role.dto.js';

/** Tells of roles, and of who holds them, by the database of this moment. */
@Injectable()
export class RoleDirectory {
  constructor(
    private readonly definitions: RoleDefinitions,
    private readonly roles: RolesService,
    private readonly users: UsersService,
  ) {}

  /** By name. */
  async page(query: PageQuery): Promise<RolePage> {
    const [after = ''] = (positionOf(query, ['string']) ?? []) as [string?];
    const roles = await this.definitions.all();
    const graph = graphOf(roles);
    const following = roles.filter(({ name }) => name > after).sort(byName); // not as a database's language sorts
    return pageOf(
      following.slice(0, query.limit + 1),
      query,
      ({ name }) => [name],
      (role) => RoleCard.of(role, graph),
    );
  }

  /** @throws Problem role.unknown */
  async details(name: string): Promise<RoleDetails> {
    const roles = await this.definitions.all();
    const role = roles.find((candidate) => candidate.name === name);
    if (!role) throw new Problem(RolesErrors.unknown);
    const heirs = roles.filter(({ inherits }) => inherits.some(({ id }) => id === role.id));
    const inheritedBy = heirs.map((heir) => heir.name).sort();
    const holders = await this.definitions.countHolders(role);
    return { ...RoleCard.of(role, graphOf(roles)), inheritedBy, holders };
  }

  async permissions(): Promise<PermissionCard[]> {
    return (await this.definitions.permissions()).map((permission) => PermissionCard.of(permission));
  }

  /** @throws Problem user.notFound */
  async heldBy(userId: string): Promise<HeldRoles> {
    if (!(await this.users.findById(userId))) throw new Problem(UsersErrors.notFound);
    const roles = await this.roles.rolesOf(userId);
    const graph = graphOf(await this.definitions.all());
    const permissions = [...graph.permissionsOf(roles)].sort();
    return { roles, allRoles: [...graph.withInherited(roles)].sort(), permissions };
  }
}

const byName = (one: Role, other: Role): number => (one.name < other.name ? -1 : 1);
