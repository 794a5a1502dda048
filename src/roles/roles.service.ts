import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Problem } from '../platform/errors/index.js';
import { Role } from './role.entity.js';
import { RolesErrors } from './roles.errors.js';
import { UserRole } from './user-role.entity.js';

@Injectable()
export class RolesService {
  constructor(private readonly dataSource: DataSource) {}

  /** The names of the roles a user holds, sorted. */
  async rolesOf(userId: string, tx: EntityManager = this.dataSource.manager): Promise<string[]> {
    const held = await tx.find(UserRole, { where: { userId }, relations: { role: true } });
    return held.map(({ role }) => role.name).sort();
  }

  /** Whether anybody holds the role. */
  async isHeld(roleName: string): Promise<boolean> {
    return this.dataSource.manager.existsBy(UserRole, { role: { name: roleName } });
  }

  /**
   * Gives a role. The tokens a user already holds do not know of it: whoever calls this for a user who may be
   * signed in also raises the user's epoch (`RevokingChange.raiseEpoch`).
   *
   * @throws Problem role.unknown
   */
  async assign(userId: string, roleName: string, tx: EntityManager): Promise<void> {
    const roleId = await this.idOf(roleName, tx);
    await tx.upsert(UserRole, { userId, roleId }, ['userId', 'roleId']);
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
    if (!role) throw new Problem(RolesErrors.unknown, { detail: `There is no role "${roleName}".` });
    return role.id;
  }
}
