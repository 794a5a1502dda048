import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, MoreThan, Repository } from 'typeorm';
import { writeRows } from '../platform/database/index.js';
import { displayNameKey, emailKey, usernameKey } from './identity.js';
import { User } from './user.entity.js';

/** What tells accounts apart. */
export interface UserKeys {
  readonly id: string;
  readonly emailKey: string;
  readonly usernameKey: string | null;
}

/** An account with all that it brings from where it was. */
export interface ArrivingUser extends UserKeys {
  readonly email: string;
  readonly username: string | null;
  readonly displayName: string | null;
  readonly emailVerifiedAt: Date | null;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
}

/** @returns undefined where the text is no address */
export function keysOf(email: string, username: string | null): Omit<UserKeys, 'id'> | undefined {
  const key = emailKey(email);
  return key === undefined ? undefined : { emailKey: key, usernameKey: username && usernameKey(username) };
}

/** Users by the hundred, for moving them in and out. */
@Injectable()
export class UserTransfer {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  /** The keys of every account that shares one with those given. */
  async sharing(keys: readonly UserKeys[], tx: EntityManager): Promise<UserKeys[]> {
    const select = { id: true, emailKey: true, usernameKey: true } as const;
    const names = keys.flatMap(({ usernameKey }) => usernameKey ?? []);
    return [
      ...(await tx.find(User, { select, where: { id: In(keys.map(({ id }) => id)) } })),
      ...(await tx.find(User, { select, where: { emailKey: In(keys.map((key) => key.emailKey)) } })),
      ...(await tx.find(User, { select, where: { usernameKey: In(names) } })),
    ];
  }

  async insertAll(arriving: readonly ArrivingUser[], now: Date, tx: EntityManager): Promise<void> {
    const rows = arriving.map((user) => ({
      ...user,
      displayNameKey: displayNameKey(user.displayName),
      kind: 'person' as const,
      epoch: 0,
      updatedAt: now,
    }));
    await writeRows(tx, User, rows);
  }

  /** The people after an id, in the order of their ids. A service has nothing that could be moved. */
  async after(id: string, count: number): Promise<User[]> {
    return this.users.find({
      where: { id: MoreThan(id), kind: 'person' },
      order: { id: 'ASC' },
      take: count,
    });
  }
}
