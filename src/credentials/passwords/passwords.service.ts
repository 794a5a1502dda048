import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, Repository } from 'typeorm';
import type { Proof } from '../../platform/access/index.js';
import { Clock } from '../../platform/clock/index.js';
import type { Config } from '../../platform/config/index.js';
import { randomSecret } from '../../platform/crypto/index.js';
import { Problem } from '../../platform/errors/index.js';
import { HashPool } from './hashing/hash-pool.js';
import { judgePassword, MAX_LENGTH, normalizePassword } from './password-policy.js';
import { Password } from './password.entity.js';
import { passwordsConfig } from './passwords.config.js';
import { PasswordsErrors } from './passwords.errors.js';

/** An id that no user has. */
const NOBODY = '';

@Injectable()
export class PasswordsService implements OnModuleInit {
  /** What an unknown user's password is compared with, so that the same work is done as for a known one. */
  private hashOfNobody = '';

  constructor(
    @InjectRepository(Password) private readonly passwords: Repository<Password>,
    private readonly pool: HashPool,
    private readonly clock: Clock,
    @Inject(passwordsConfig.token) private readonly config: Config<typeof passwordsConfig>,
  ) {}

  async onModuleInit(): Promise<void> {
    this.hashOfNobody = await this.pool.hash(randomSecret(''));
  }

  /**
   * Judges and hashes a new password, outside of any transaction, because hashing is slow.
   *
   * @param pointer the field that holds it, for the refusal
   * @throws Problem password.tooShort, password.tooLong, server.overloaded
   */
  async prepare(password: string, pointer = '#/password'): Promise<string> {
    const normalized = normalizePassword(password);
    const verdict = judgePassword(normalized, { minLength: this.config.PASSWORD_MIN_LENGTH });
    if (verdict === 'tooShort') {
      throw refusal('tooShort', pointer, `must have at least ${this.config.PASSWORD_MIN_LENGTH} characters`);
    }
    if (verdict === 'tooLong')
      throw refusal('tooLong', pointer, `must have at most ${MAX_LENGTH} characters`);
    return this.pool.hash(normalized);
  }

  /** Stores what `prepare` returned. */
  async set(userId: string, hash: string, tx: EntityManager): Promise<void> {
    await tx.upsert(Password, { userId, hash, changedAt: this.clock.now() }, ['userId']);
  }

  /**
   * Whether the password is the user's. Without a user it does the same work and believes nobody. A hash that came
   * from another system, or is weaker than today's, is replaced on the way.
   *
   * @throws Problem server.overloaded
   */
  async verify(userId: string | undefined, password: string): Promise<Proof | undefined> {
    const normalized = normalizePassword(password);
    if ([...normalized].length > MAX_LENGTH) return undefined;
    const stored = await this.passwords.findOneBy({ userId: userId ?? NOBODY });
    const { matches, renewed } = await this.pool.verify(
      stored?.hash ?? this.hashOfNobody,
      spellingsOf(password),
    );
    if (!stored || !matches) return undefined;
    if (renewed) await this.renew(stored, renewed);
    return { userId: stored.userId, method: 'pwd', at: this.clock.now() };
  }

  /** Unless somebody changed the password meanwhile. */
  private async renew(stored: Password, hash: string): Promise<void> {
    await this.passwords.update({ userId: stored.userId, hash: stored.hash }, { hash });
  }
}

/** We hash NFC; another system may have hashed what its users typed. */
const spellingsOf = (password: string): string[] => [...new Set([normalizePassword(password), password])];

const refusal = (verdict: keyof typeof PasswordsErrors, pointer: string, detail: string) =>
  new Problem(PasswordsErrors[verdict], {
    detail: `The password ${detail}.`,
    errors: [{ pointer, detail }],
  });
