import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { positionOf } from '../../platform/http/index.js';
import { Role, UserRole } from '../../roles/index.js';
import { User } from '../../users/index.js';
import { beginningConditions, type Condition, plainConditions, roleCondition } from './user-conditions.js';
import type { UserQuery } from './user-query.dto.js';

/**
 * Up to so many accounts are looked up one by one. Where more match, they are so many that enough of them are met
 * soon, going through all accounts by age.
 */
const FEW = 5000;

/** Finds accounts among any number of them: what it reads for a page does not grow with the table. */
@Injectable()
export class UserDirectory {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns one more than the page takes, if there are as many; the newest first */
  async find(query: UserQuery): Promise<User[]> {
    const position = positionOf(query, ['number', 'string']);
    const narrowed = [await this.byBeginning(query), await this.byRole(query)].filter((found) => !!found);
    const conditions = [...plainConditions(query), ...narrowed];
    if (position)
      conditions.push({
        sql: '("user"."createdAt", "user"."id") < (:createdAt, :id)',
        values: { createdAt: position[0], id: position[1] },
      });
    const page = this.dataSource.getRepository(User).createQueryBuilder('user');
    for (const { sql, values } of conditions) page.andWhere(sql, values);
    return page
      .orderBy('user.createdAt', 'DESC')
      .addOrderBy('user.id', 'DESC')
      .limit(query.limit + 1)
      .getMany();
  }

  private async byBeginning({ q }: UserQuery): Promise<Condition | undefined> {
    if (q === undefined) return undefined;
    const isPostgres = this.dataSource.options.type === 'postgres';
    const begins = beginningConditions(q, isPostgres ? ' COLLATE "C"' : '');
    const found = new Set<string>();
    for (const condition of begins) for (const id of await this.idsBy(condition)) found.add(id);
    if (found.size <= FEW) return oneOf('named', found);
    return {
      sql: `(${begins.map(({ sql }) => sql).join(' OR ')})`,
      values: Object.assign({}, ...begins.map(({ values }) => values)) as Condition['values'],
    };
  }

  private async byRole({ role: name }: UserQuery): Promise<Condition | undefined> {
    if (name === undefined) return undefined;
    const role = await this.dataSource.manager.findOneBy(Role, { name });
    if (!role) return oneOf('holding', new Set());
    const holders = await this.dataSource.manager.find(UserRole, {
      select: { userId: true, roleId: true },
      where: { roleId: role.id },
      take: FEW + 1,
    });
    if (holders.length > FEW) return roleCondition(role.id);
    return oneOf('holding', new Set(holders.map(({ userId }) => userId)));
  }

  private async idsBy({ sql, values }: Condition): Promise<string[]> {
    const rows = await this.dataSource
      .getRepository(User)
      .createQueryBuilder('user')
      .select('user.id', 'id')
      .where(sql, values)
      .limit(FEW + 1)
      .getRawMany<{ id: string }>();
    return rows.map(({ id }) => id);
  }
}

const oneOf = (name: string, ids: ReadonlySet<string>): Condition =>
  ids.size === 0
    ? { sql: '1 = 0', values: {} }
    : { sql: `"user"."id" IN (:...${name})`, values: { [name]: [...ids] } };
