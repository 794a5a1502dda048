import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import { Problem } from '../../platform/errors/index.js';
import { ADMIN_ROLE } from '../built-in.js';
import { RolesErrors } from '../roles.errors.js';
import { readGraph, takeRolesTurn } from '../definitions/roles-table.js';
import { UserRole } from '../user-role.entity.js';

const WAY_OUT = 'Nobody would be left who may do everything. Give another person the role "admin" first.';

/** Sees to it that somebody is left who may do everything: a person, as a program cannot sign in to mend things. */
@Injectable()
export class LastAdministrator {
  /**
   * Makes a change that could take the last administrator away. One such change at a time, on all nodes: two
   * administrators who remove each other would otherwise both see the other one left.
   *
   * @throws Problem role.lastAdministrator where there was one before, and none after
   */
  async keeping<T>(tx: EntityManager, change: () => Promise<T>): Promise<T> {
    await takeRolesTurn(tx);
    const wasThere = await this.isThere(tx);
    const result = await change();
    if (wasThere && !(await this.isThere(tx)))
      throw new Problem(RolesErrors.lastAdministrator, { detail: WAY_OUT });
    return result;
  }

  private async isThere(tx: EntityManager): Promise<boolean> {
    const roles = (await readGraph(tx)).atLeast(ADMIN_ROLE);
    return tx.existsBy(UserRole, {
      role: { name: In(roles) },
      user: { kind: 'person', disabledAt: IsNull() },
    });
  }
}
