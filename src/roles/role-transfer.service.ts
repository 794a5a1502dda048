import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { Role } from './role.entity.js';
import { UserRole } from './user-role.entity.js';

/** Who holds which role, by the hundred, for moving accounts in and out. */
@Injectable()
export class RoleTransfer {
  constructor(private readonly dataSource: DataSource) {}

  /** The id of every role, by its name. */
  async ids(tx: EntityManager): Promise<ReadonlyMap<string, string>> {
    const roles = await tx.find(Role, { select: { id: true, name: true } });
    return new Map(roles.map(({ id, name }) => [name, id]));
  }

  async insertAll(rows: readonly Pick<UserRole, 'userId' | 'roleId'>[], tx: EntityManager): Promise<void> {
    if (rows.length === 0) return;
    await tx
      .createQueryBuilder()
      .insert()
      .into(UserRole)
      .values([...rows])
      .updateEntity(false)
      .execute();
  }

  /** The sorted names of the roles that each user holds. */
  async of(userIds: readonly string[]): Promise<Map<string, string[]>> {
    const held = await this.dataSource.manager.find(UserRole, {
      where: { userId: In([...userIds]) },
      relations: { role: true },
    });
    const names = new Map<string, string[]>(userIds.map((id) => [id, []]));
    for (const { userId, role } of held) names.get(userId)?.push(role.name);
    for (const list of names.values()) list.sort();
    return names;
  }
}
