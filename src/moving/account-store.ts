import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PasswordTransfer } from '../credentials/passwords/index.js';
import { Clock } from '../platform/clock/index.js';
import { RoleTransfer } from '../roles/index.js';
import { type User, UserTransfer } from '../users/index.js';
import type { AccountRecord } from './account-record.dto.js';
import type { Arrival, Known } from './arrival.js';

/** Whole accounts, with password and roles, a page at a time. */
@Injectable()
export class AccountStore {
  constructor(
    private readonly users: UserTransfer,
    private readonly passwords: PasswordTransfer,
    private readonly roles: RoleTransfer,
    private readonly clock: Clock,
  ) {}

  roleIds(tx: EntityManager): Promise<ReadonlyMap<string, string>> {
    return this.roles.ids(tx);
  }

  /** Adds to what is known all that could stand in the way of the arrivals. */
  async meet(arrivals: readonly Arrival[], known: Known, tx: EntityManager): Promise<void> {
    const sharing = await this.users.sharing(
      arrivals.map(({ user }) => user),
      tx,
    );
    for (const keys of sharing) known.add(keys);
  }

  async write(
    arrivals: readonly Arrival[],
    roleIds: ReadonlyMap<string, string>,
    tx: EntityManager,
  ): Promise<void> {
    const now = this.clock.now();
    const users = arrivals.map(({ user }) => user);
    const hashes = arrivals.flatMap(({ user, passwordHash }) =>
      passwordHash === null ? [] : [{ userId: user.id, hash: passwordHash }],
    );
    const held = arrivals.flatMap(({ user, roles }) =>
      roles.map((role) => ({ userId: user.id, roleId: roleIds.get(role) as string })),
    );
    await this.users.insertAll(users, now, tx);
    await this.passwords.insertAll(hashes, now, tx);
    await this.roles.insertAll(held, tx);
  }

  /** The records of the accounts after an id, in the order of their ids. */
  async after(id: string, count: number): Promise<AccountRecord[]> {
    const users = await this.users.after(id, count);
    const ids = users.map((user) => user.id);
    const [hashes, roles] = [await this.passwords.of(ids), await this.roles.of(ids)];
    return users.map((user) => recordOf(user, hashes.get(user.id), roles.get(user.id)));
  }
}

/** Absent fields are left out, so that a line holds what there is. */
const recordOf = (user: User, passwordHash: string | undefined, roles: string[] = []): AccountRecord => ({
  id: user.id,
  email: user.email,
  ...(user.emailVerifiedAt && { emailVerified: true }),
  ...(user.username !== null && { username: user.username }),
  ...(user.displayName !== null && { displayName: user.displayName }),
  ...(passwordHash && { passwordHash }),
  roles,
  ...(user.disabledAt && { disabled: true }),
  createdAt: user.createdAt.toISOString(),
});
