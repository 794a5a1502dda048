import { Injectable } from '@nestjs/common';
import { PasswordsService } from '../../credentials/passwords/index.js';
import { Problem } from '../../platform/errors/index.js';
import { pageOf } from '../../platform/http/index.js';
import { RolesService, RoleTransfer } from '../../roles/index.js';
import { UsersErrors, UsersService } from '../../users/index.js';
import { UserCard, type UserDetails, type UserPage } from './user-card.dto.js';
import { UserDirectory } from './user-directory.js';
import type { UserQuery } from './user-query.dto.js';

/** Accounts as those see them who administer them. */
@Injectable()
export class UserOverview {
  constructor(
    private readonly directory: UserDirectory,
    private readonly users: UsersService,
    private readonly roles: RolesService,
    private readonly manyRoles: RoleTransfer,
    private readonly passwords: PasswordsService,
  ) {}

  async page(query: UserQuery): Promise<UserPage> {
    const found = await this.directory.find(query);
    const roles = await this.manyRoles.of(found.map(({ id }) => id));
    return pageOf(
      found,
      query,
      ({ createdAt, id }) => [createdAt.getTime(), id],
      (user) => UserCard.of(user, roles.get(user.id) ?? []),
    );
  }

  /** @throws Problem user.notFound */
  async of(id: string): Promise<UserDetails> {
    const user = await this.users.findById(id);
    if (!user) throw new Problem(UsersErrors.notFound);
    const passwordResetRequired = await this.passwords.isResetRequired(id);
    return { ...UserCard.of(user, await this.roles.rolesOf(id)), passwordResetRequired };
  }
}
