import type { EntityManager } from 'typeorm';
import { takeTurn } from '../../platform/database/index.js';
import { RoleGraph } from './role-graph.js';
import { Role } from '../role.entity.js';

/**
 * Waits until nobody else changes what roles grant, or who holds them by the hand of another; and keeps them waiting.
 * Where an account is locked as well (`RevokingChange.lockAccount`), that comes first, so that nobody waits in a circle.
 */
export const takeRolesTurn = (tx: EntityManager): Promise<void> => takeTurn(tx, 'roles');

/** In one statement: of two moments it could make up a role that never was. */
export const readRoles = (tx: EntityManager): Promise<Role[]> =>
  tx.find(Role, { relations: { permissions: true, inherits: true }, order: { name: 'ASC' } });

/** Joined by ids: one that was given another name a moment ago stands under the old one where it is inherited. */
export function graphOf(roles: readonly Role[]): RoleGraph {
  const names = new Map(roles.map(({ id, name }) => [id, name]));
  return new RoleGraph(
    roles.map(({ name, permissions, inherits }) => ({
      name,
      permissions: permissions.map((permission) => permission.name),
      inherits: inherits.map((role) => names.get(role.id) ?? role.name),
    })),
  );
}

export const readGraph = async (tx: EntityManager): Promise<RoleGraph> => graphOf(await readRoles(tx));
