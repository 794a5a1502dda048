import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PasswordsService } from '../../credentials/passwords/index.js';
import { DEFAULT_ROLE, RolesService } from '../../roles/index.js';
import { type NewUser, type User, UsersService } from '../../users/index.js';

export interface NewAccount extends NewUser {
  readonly password: string;
}

/** Makes accounts: a user, a password and roles, or nothing at all. */
@Injectable()
export class Accounts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly roles: RolesService,
  ) {}

  /**
   * @param extraRoles beside the role that everyone holds
   * @throws Problem password.*, user.emailTaken, user.usernameTaken, role.unknown, server.overloaded
   */
  async create(
    { password, ...draft }: NewAccount,
    extraRoles: readonly string[] = [],
  ): Promise<{ user: User; roles: string[] }> {
    const hash = await this.passwords.prepare(password, draft);
    return this.dataSource.transaction(async (tx) => {
      const user = await this.users.create(draft, tx);
      await this.passwords.set(user.id, hash, tx);
      const roles = [...new Set([DEFAULT_ROLE, ...extraRoles])].sort();
      for (const role of roles) await this.roles.assign(user.id, role, tx);
      return { user, roles };
    });
  }
}
