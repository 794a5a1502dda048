import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, Repository } from 'typeorm';
import type { Proof } from '../../platform/access/index.js';
import { Clock } from '../../platform/clock/index.js';
import { randomSecret } from '../../platform/crypto/index.js';
import { replaceRow, writeRows } from '../../platform/database/index.js';
import { User } from '../../users/index.js';
import { HashPool } from './hashing/hash-pool.js';
import { isOverlong, normalizePassword } from './password-policy.js';
import { Password } from './password.entity.js';
import { PasswordScreening } from './screening/password-screening.js';
import type { PasswordOwner } from './screening/personal.js';

/** An id that no user has. */
const NOBODY = '';

/** Judges, keeps and compares passwords. One that a request brings comes by way of `GuardedPasswords`. */
@Injectable()
export class PasswordsService implements OnModuleInit {
  /** What an unknown user's password is compared with, so that the same work is done as for a known one. */
  private hashOfNobody = '';

  constructor(
    @InjectRepository(Password) private readonly passwords: Repository<Password>,
    private readonly pool: HashPool,
    private readonly screening: PasswordScreening,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    this.hashOfNobody = await this.pool.hash(randomSecret(''));
  }

  /**
   * Judges and hashes a new password, outside of any transaction, because hashing is slow.
   *
   * @param owner whose names it must not be made of
   * @param pointer the field that holds it, for the refusal
   * @throws Problem password.*, server.overloaded
   */
  async prepare(password: string, owner: PasswordOwner | undefined, pointer = '#/password'): Promise<string> {
    const normalized = normalizePassword(password);
    await this.screening.assertAcceptable(normalized, owner, pointer);
    return this.pool.hash(normalized);
  }

  /** The same for an account that exists. */
  async prepareFor(userId: string, password: string, pointer?: string): Promise<string> {
    const owner = await this.passwords.manager.findOneBy(User, { id: userId });
    return this.prepare(password, owner ?? undefined, pointer);
  }

  /** Stores what `prepare` returned, for a user who was just made and has none. */
  async setFirst(userId: string, hash: string, tx: EntityManager): Promise<void> {
    const row = { userId, hash, changedAt: this.clock.now(), failures: 0 };
    await writeRows(tx, Password, [{ ...row, disabledAt: null, resetRequiredAt: null }]);
  }

  /** Stores what `prepare` returned. */
  async set(userId: string, hash: string, tx: EntityManager): Promise<void> {
    await this.write(userId, { hash, resetRequiredAt: null }, tx);
  }

  /** Leaves the user a password that nobody knows: only a new one is good. */
  async requireReset(userId: string, tx: EntityManager): Promise<void> {
    await this.write(userId, { hash: this.hashOfNobody, resetRequiredAt: this.clock.now() }, tx);
  }

  /** Whether only a new password is good. */
  async isResetRequired(userId: string, tx: EntityManager = this.passwords.manager): Promise<boolean> {
    return (await tx.findOneBy(Password, { userId }))?.resetRequiredAt != null;
  }

  /** Since when there is the user's password. */
  async setAt(userId: string): Promise<Date | undefined> {
    return (await this.passwords.findOneBy({ userId }))?.changedAt;
  }

  /** Whether the password that was proven is still the user's: it may have been changed while it was hashed. */
  async stillHolds(
    { userId, secretSetAt }: Pick<Proof, 'userId' | 'secretSetAt'>,
    tx: EntityManager,
  ): Promise<boolean> {
    const stored = await tx.findOneBy(Password, { userId });
    return stored?.changedAt.getTime() === secretSetAt.getTime();
  }

  /**
   * Runs what comes to a `verify`, if a thread will have time for it soon.
   *
   * @throws Problem server.overloaded at once, with nothing done
   */
  async whileThereIsRoom<T>(run: () => Promise<T>): Promise<T> {
    return this.pool.admit(run);
  }

  /**
   * Whether a password is the one that `prepare` made the hash of.
   *
   * @throws Problem server.overloaded
   */
  async matches(hash: string, password: string): Promise<boolean> {
    return !isOverlong(password) && (await this.pool.verify(hash, [normalizePassword(password)])).matches;
  }

  /**
   * Whether the password is the user's. Without a user it does the same work and believes nobody. A hash that came
   * from another system, or is weaker than today's, is replaced on the way.
   *
   * @throws Problem server.overloaded
   */
  async verify(userId: string | undefined, password: string): Promise<Proof | undefined> {
    if (isOverlong(password)) return undefined;
    const stored = await this.read(userId ?? NOBODY);
    const { matches, renewed } = await this.pool.verify(
      stored?.hash ?? this.hashOfNobody,
      spellingsOf(password),
    );
    if (userId === undefined || !stored || !matches) return undefined;
    if (renewed) await this.renew(userId, stored.hash, renewed);
    return { userId, method: 'pwd', at: this.clock.now(), secretSetAt: new Date(Number(stored.changedAt)) };
  }

  /** Whoever has proven the password before has proven it no more: `stillHolds`. */
  private async write(
    userId: string,
    password: Pick<Password, 'hash' | 'resetRequiredAt'>,
    tx: EntityManager,
  ): Promise<void> {
    const before = await tx.findOneBy(Password, { userId });
    const changedAt = new Date(Math.max(this.clock.now().getTime(), (before?.changedAt.getTime() ?? 0) + 1));
    const row = { userId, ...password, changedAt, failures: 0, disabledAt: null };
    await replaceRow(tx, Password, row, 'userId');
  }

  /** Raw: to make an object of a row would show by its time that there is one. */
  private read(userId: string): Promise<{ hash: string; changedAt: string | number } | undefined> {
    return this.passwords
      .createQueryBuilder('password')
      .select('password.hash', 'hash')
      .addSelect('password.changedAt', 'changedAt')
      .where('password.userId = :userId', { userId })
      .getRawOne();
  }

  /** Unless somebody changed the password meanwhile. */
  private async renew(userId: string, old: string, hash: string): Promise<void> {
    await this.passwords.update({ userId, hash: old }, { hash });
  }
}

/** We hash NFC; another system may have hashed what its users typed. */
const spellingsOf = (password: string): string[] => [...new Set([normalizePassword(password), password])];
