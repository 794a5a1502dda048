import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RolesService } from '../roles/index.js';
import { UsersService } from '../users/index.js';
import type { Authority } from './verified-token.js';

/** Knows what a user may do at this moment. */
@Injectable()
export class Authorities {
  constructor(
    private readonly users: UsersService,
    private readonly roles: RolesService,
  ) {}

  /** Undefined when the account is gone or disabled. */
  async of(userId: string, tx: EntityManager): Promise<Authority | undefined> {
    const user = await this.users.findById(userId, tx);
    if (!user || user.disabledAt) return undefined;
    return { epoch: user.epoch, roles: await this.roles.rolesOf(userId, tx) };
  }
}
