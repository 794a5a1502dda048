import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PasswordsService } from '../../credentials/passwords/index.js';
import { AuditLog } from '../../platform/audit/index.js';
import { DEFAULT_ROLE, RolesService } from '../../roles/index.js';
import { type NewUser, type User, UsersService } from '../../users/index.js';

export interface NewAccount extends NewUser {
  readonly password: string;
}

export interface MadeAccount {
  readonly user: User;
  readonly roles: readonly string[];
}

/** Makes accounts: a user, a password and roles, or nothing at all. */
@Injectable()
export class Accounts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly roles: RolesService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @param extraRoles beside the role that everyone holds
   * @param along what else belongs to the making of this one
   * @throws Problem password.*, user.emailTaken, user.usernameTaken, role.unknown, server.overloaded
   */
  async create(
    { password, ...draft }: NewAccount,
    extraRoles: readonly string[] = [],
    along: (account: MadeAccount, tx: EntityManager) => Promise<void> = async () => {},
  ): Promise<MadeAccount> {
    const hash = await this.passwords.prepare(password, draft);
    return this.dataSource.transaction(async (tx) => {
      const account = await this.insert(draft, hash, extraRoles, tx);
      await along(account, tx);
      return account;
    });
  }

  /**
   * The same for somebody who has yet to choose a password, by mail.
   *
   * @throws Problem user.emailTaken, user.usernameTaken
   */
  async createWithoutPassword(
    draft: NewUser,
    along: (account: MadeAccount, tx: EntityManager) => Promise<void>,
  ): Promise<MadeAccount> {
    return this.dataSource.transaction(async (tx) => {
      const account = await this.insert(draft, undefined, [], tx);
      await along(account, tx);
      return account;
    });
  }

  /**
   * The same, with a password that was hashed before, if there is one yet.
   *
   * @throws Problem user.emailTaken, user.usernameTaken, role.unknown
   */
  async insert(
    draft: NewUser,
    hash: string | undefined,
    extraRoles: readonly string[],
    tx: EntityManager,
  ): Promise<MadeAccount> {
    const user = await this.users.create(draft, tx);
    if (hash === undefined) await this.passwords.requireReset(user.id, tx);
    else await this.passwords.setFirst(user.id, hash, tx);
    const roles = [...new Set([DEFAULT_ROLE, ...extraRoles])].sort();
    for (const role of roles) await this.roles.assign(user.id, role, tx);
    await this.audit.record({ type: 'user.created', userId: user.id, detail: { roles } }, tx);
    return { user, roles };
  }
}
