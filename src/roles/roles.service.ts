import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { isForeignKeyViolation } from '../platform/database/index.js';
import { Problem } from '../platform/errors/index.js';
import { Role } from './role.entity.js';
import { RolesErrors } from './roles.errors.js';
import { readGraph } from './definitions/roles-table.js';
import { UserRole } from './user-role.entity.js';

/** Who holds which role, by the database of this moment. */
@Injectable()
export class RolesService {
  constructor(private readonly dataSource: DataSource) {}

  /** The names of the roles a user holds, sorted. */
  async rolesOf(userId: string, tx: EntityManager = this.dataSource.manager): Promise<string[]> {
    const held = await tx.find(UserRole, { where: { userId }, relations: { role: true } });
    return held.map(({ role }) => role.name).sort();
  }

  /** Whether anybody holds the role, or one that grants as much. */
  async isHeld(roleName: string): Promise<boolean> {
    const { manager } = this.dataSource;
    return manager.existsBy(UserRole, { role: { name: In((await readGraph(manager)).atLeast(roleName)) } });
  }

  /** The ids of those who hold the role itself. */
  async holdersOf(roleId: string, tx: EntityManager): Promise<string[]> {
    return (await tx.find(UserRole, { where: { roleId }, select: { userId: true } })).map(
      ({ userId }) => userId,
    );
  }

  /** Whether the user holds the role itself. @throws Problem role.unknown */
  async holds(userId: string, roleName: string, tx: EntityManager): Promise<boolean> {
    return tx.existsBy(UserRole, { userId, roleId: await this.idOf(roleName, tx) });
  }

  /**
   * Gives a role. The tokens a user already holds do not know of it: whoever calls this for a user who may be
   * signed in also raises the user's epoch (`RevokingChange.raiseEpoch`).
   *
   * @throws Problem role.unknown
   */
  async assign(userId: string, roleName: string, tx: EntityManager): Promise<void> {
    const roleId = await this.idOf(roleName, tx);
    try {
      await tx.upsert(UserRole, { userId, roleId }, ['userId', 'roleId']);
    } catch (error) {
      if (!isForeignKeyViolation(error)) throw error;
      throw unknown(roleName); // it was deleted meanwhile
    }
  }

  /**
   * Takes a role. As with `assign`, the epoch is for the caller to raise.
   *
   * @throws Problem role.unknown
   */
  async withdraw(userId: string, roleName: string, tx: EntityManager): Promise<void> {
    await tx.delete(UserRole, { userId, roleId: await this.idOf(roleName, tx) });
  }

  private async idOf(roleName: string, tx: EntityManager): Promise<string> {
    const role = await tx.findOneBy(Role, { name: roleName });
    if (!role) throw unknown(roleName);
    return role.id;
  }
}

const unknown = (name: string) => new Problem(RolesErrors.unknown, { detail: `There is no role "${name}".` });
