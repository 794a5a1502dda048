import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../platform/audit/index.js';
import { RolesService } from '../../roles/index.js';
import { type NewService, UsersService } from '../../users/index.js';
import type { MadeAccount } from '../register/accounts.service.js';

/** Makes accounts for programs. They have no password and no mailbox: an API key is all they are known by. */
@Injectable()
export class ServiceAccounts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly roles: RolesService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @param roles all that it holds; not even the role that every person holds comes by itself
   * @throws Problem user.usernameTaken, role.unknown
   */
  async create(draft: NewService, roles: readonly string[]): Promise<MadeAccount> {
    return this.dataSource.transaction(async (tx) => {
      const user = await this.users.createService(draft, tx);
      const held = [...new Set(roles)].sort();
      for (const role of held) await this.roles.assign(user.id, role, tx);
      const detail = { roles: held, kind: 'service' };
      await this.audit.record({ type: 'user.created', userId: user.id, detail }, tx);
      return { user, roles: held };
    });
  }
}
