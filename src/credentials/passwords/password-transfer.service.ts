import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, IsNull, Repository } from 'typeorm';
import { writeRows } from '../../platform/database/index.js';
import { HashPool } from './hashing/hash-pool.js';
import { Password } from './password.entity.js';

/** Password hashes as they stand, for moving accounts in and out. */
@Injectable()
export class PasswordTransfer {
  constructor(
    @InjectRepository(Password) private readonly passwords: Repository<Password>,
    private readonly pool: HashPool,
  ) {}

  /** Why a hash from another system is not taken in; undefined where it is. Tells nothing of the hash. */
  problemOf(hash: string): string | undefined {
    return this.pool.problemOf(hash);
  }

  async insertAll(
    hashes: readonly Pick<Password, 'userId' | 'hash'>[],
    now: Date,
    tx: EntityManager,
  ): Promise<void> {
    if (hashes.length === 0) return;
    const rows = hashes.map((row) => ({
      ...row,
      changedAt: now,
      failures: 0,
      disabledAt: null,
      resetRequiredAt: null,
    }));
    await writeRows(tx, Password, rows);
  }

  /** By user; who has no password is not among them. */
  async of(userIds: readonly string[]): Promise<Map<string, string>> {
    // What stands where a reset is required is nobody's password, and no more than none.
    const found = await this.passwords.findBy({ userId: In([...userIds]), resetRequiredAt: IsNull() });
    return new Map(found.map(({ userId, hash }) => [userId, hash]));
  }
}
