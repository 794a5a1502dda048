import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, IsNull, Repository } from 'typeorm';
import { Clock } from '../platform/clock/index.js';
import { ID_PATTERN, isUniqueViolation, newId, takeTurn, writeRows } from '../platform/database/index.js';
import { Problem } from '../platform/errors/index.js';
import { displayNameKey, emailKey, serviceAddress, USERNAME, usernameKey } from './identity.js';
import { User, type UserKind } from './user.entity.js';
import { UsersErrors } from './users.errors.js';

export interface NewUser {
  readonly email: string;
  readonly username?: string | null;
  readonly displayName?: string | null;
  /** Since when the address is known to be theirs. */
  readonly emailVerifiedAt?: Date | null;
}

export type NewService = Pick<NewUser, 'displayName'> & { readonly username: string };

/** What a person may change of their own account; `null` removes, absence keeps. */
export interface ProfileChange {
  readonly username?: string | null;
  readonly displayName?: string | null;
}

/** What decides whether an account may sign in. */
export interface SignInAccount {
  readonly id: string;
  readonly isDisabled: boolean;
  /** Whether the e-mail address is known to be theirs. */
  readonly isVerified: boolean;
}

/** The table of accounts. Who may change them, and what follows from it, is for those who call this. */
@Injectable()
export class UsersService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem user.emailTaken, user.usernameTaken */
  async create(draft: NewUser, tx: EntityManager): Promise<User> {
    return this.insert('person', draft, emailKey(draft.email) ?? unusable(draft.email), tx);
  }

  /**
   * A service is known by its username only.
   *
   * @throws Problem user.usernameTaken
   */
  async createService(draft: NewService, tx: EntityManager): Promise<User> {
    if (await tx.existsBy(User, { usernameKey: usernameKey(draft.username) }))
      throw new Problem(UsersErrors.usernameTaken); // not emailTaken, which it would be as well
    const email = serviceAddress(draft.username);
    return this.insert('service', { ...draft, email }, email, tx);
  }

  /** By username or e-mail address; never with a text that is neither. */
  async findByLogin(login: string): Promise<User | null> {
    if (USERNAME.test(login)) return this.users.findOneBy({ usernameKey: usernameKey(login) });
    const key = emailKey(login);
    return key === undefined ? null : this.users.findOneBy({ emailKey: key });
  }

  /** By whatever an operator calls it: username, e-mail address or id. */
  async find(account: string): Promise<User | null> {
    return ID_PATTERN.test(account) ? this.findById(account.toLowerCase()) : this.findByLogin(account);
  }

  /** As `findByLogin`, what a sign-in needs. Read raw: to make an object of a row would show by its time that there is one. */
  async findSignIn(login: string): Promise<SignInAccount | undefined> {
    const [column, key] = USERNAME.test(login)
      ? ['usernameKey', usernameKey(login)]
      : ['emailKey', emailKey(login) ?? ''];
    const row = await this.users
      .createQueryBuilder('user')
      .select('user.id', 'id')
      .addSelect('user.disabledAt', 'disabledAt')
      .addSelect('user.emailVerifiedAt', 'emailVerifiedAt')
      .where(`user.${column} = :key`, { key })
      .getRawOne<{ id: string; disabledAt: unknown; emailVerifiedAt: unknown }>();
    return (
      row && { id: row.id, isDisabled: row.disabledAt !== null, isVerified: row.emailVerifiedAt !== null }
    );
  }

  async findByEmail(email: string, tx: EntityManager): Promise<User | null> {
    const key = emailKey(email);
    return key === undefined ? null : tx.findOneBy(User, { emailKey: key });
  }

  /** @throws Problem user.usernameTaken */
  async assertUsernameFree(username: string): Promise<void> {
    if (await this.users.existsBy({ usernameKey: usernameKey(username) }))
      throw new Problem(UsersErrors.usernameTaken);
  }

  async findById(id: string, tx: EntityManager = this.users.manager): Promise<User | null> {
    return tx.findOneBy(User, { id });
  }

  /**
   * Waits until no other change of the account is under way, and keeps others waiting until the transaction ends.
   * Taken by whatever hands something out to an account and by whatever takes all of it back, so that neither
   * overlooks the other.
   */
  async lock(id: string, tx: EntityManager): Promise<void> {
    await takeTurn(tx, `user:${id}`);
  }

  /** The account of an address, locked, if it still has that address then. */
  async lockByEmail(email: string, tx: EntityManager): Promise<User | null> {
    const found = await this.findByEmail(email, tx);
    if (!found) return null;
    await this.lock(found.id, tx);
    return tx.findOneBy(User, { id: found.id, emailKey: found.emailKey });
  }

  /** @throws Problem user.notFound */
  async assertExists(id: string, tx: EntityManager): Promise<void> {
    if (!(await tx.existsBy(User, { id }))) throw new Problem(UsersErrors.notFound);
  }

  /**
   * Null when the account is gone.
   *
   * @throws Problem user.usernameTaken
   */
  async changeProfile(
    id: string,
    { username, displayName }: ProfileChange,
    tx: EntityManager = this.users.manager,
  ): Promise<User | null> {
    await takingNames(() =>
      tx.update(
        User,
        { id },
        {
          ...(username !== undefined && { username, usernameKey: username && usernameKey(username) }),
          ...(displayName !== undefined && { displayName, displayNameKey: displayNameKey(displayName) }),
          updatedAt: this.clock.now(),
        },
      ),
    );
    return tx.findOneBy(User, { id });
  }

  /** What somebody who may do so says of the address: that it is the user's, or is not known to be. */
  async setEmailVerified(id: string, isVerified: boolean, tx: EntityManager): Promise<void> {
    if (isVerified) await this.noteVerifiedEmail(id, tx);
    else await tx.update(User, { id }, { emailVerifiedAt: null });
  }

  /** Notes that the address was shown to be the user's; once is enough. */
  async noteVerifiedEmail(id: string, tx: EntityManager): Promise<void> {
    await tx.update(User, { id, emailVerifiedAt: IsNull() }, { emailVerifiedAt: this.clock.now() });
  }

  /**
   * Moves an account to an address.
   *
   * @param isVerified whether the address was shown to be the user's
   * @throws Problem user.emailTaken
   */
  async changeEmail(id: string, email: string, tx: EntityManager, isVerified = true): Promise<void> {
    const key = emailKey(email) ?? unusable(email);
    const at = this.clock.now();
    const emailVerifiedAt = isVerified ? at : null;
    await takingNames(() =>
      tx.update(User, { id }, { email, emailKey: key, emailVerifiedAt, updatedAt: at }),
    );
  }

  /**
   * @param since when the account was disabled; null enables it
   * @param reason for those who administer accounts
   */
  async setDisabled(id: string, since: Date | null, tx: EntityManager, reason?: string): Promise<void> {
    const disabledReason = (since && reason) ?? null;
    await tx.update(User, { id }, { disabledAt: since, disabledReason, updatedAt: this.clock.now() });
  }

  /** Deletes the account; all that belongs to it goes along. */
  async remove(id: string, tx: EntityManager): Promise<void> {
    await tx.delete(User, { id });
  }

  /** Raises the user's epoch and returns the new one. */
  async raiseEpoch(id: string, tx: EntityManager): Promise<number> {
    await tx.increment(User, { id }, 'epoch', 1);
    return (await tx.findOneByOrFail(User, { id })).epoch;
  }

  /** Raises the epochs of all, and returns the new ones. */
  async raiseEpochs(ids: readonly string[], tx: EntityManager): Promise<Pick<User, 'id' | 'epoch'>[]> {
    const these = { id: In([...ids]) };
    await tx.increment(User, these, 'epoch', 1);
    return tx.find(User, { where: these, select: { id: true, epoch: true } });
  }

  private async insert(kind: UserKind, draft: NewUser, key: string, tx: EntityManager): Promise<User> {
    const now = this.clock.now();
    const username = draft.username ?? null;
    const user = tx.create(User, {
      id: newId(),
      kind,
      email: draft.email,
      emailKey: key,
      username,
      usernameKey: username && usernameKey(username),
      displayName: draft.displayName ?? null,
      displayNameKey: displayNameKey(draft.displayName ?? null),
      emailVerifiedAt: draft.emailVerifiedAt ?? null,
      epoch: 0,
      disabledAt: null,
      disabledReason: null,
      createdAt: now,
      updatedAt: now,
    });
    await takingNames(() => writeRows(tx, User, [user]));
    return user;
  }
}

async function takingNames(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isUniqueViolation(error, 'emailKey')) throw new Problem(UsersErrors.emailTaken);
    if (isUniqueViolation(error, 'usernameKey')) throw new Problem(UsersErrors.usernameTaken);
    throw error;
  }
}

const unusable = (email: string): never => {
  throw new TypeError(`"${email}" is not an e-mail address; check it before creating a user`);
};
