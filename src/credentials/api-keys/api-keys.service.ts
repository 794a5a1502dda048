import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock, secondsAfter } from '../../platform/clock/index.js';
import { newId } from '../../platform/database/index.js';
import { digestOf } from '../../platform/crypto/index.js';
import { Problem, RequestErrors } from '../../platform/errors/index.js';
import { isWellFormedApiKey, newApiKey } from './api-key-format.js';
import { ApiKey } from './api-key.entity.js';
import { type ApiKeysConfig, apiKeysConfig } from './api-keys.config.js';
import { ApiKeysErrors } from './api-keys.errors.js';

/** What is asked of a new key. */
export interface ApiKeyWish {
  readonly name: string;
  /** The permissions it is limited to; absent for all that the owner has. */
  readonly scopes?: readonly string[] | undefined;
  /** Seconds. */
  readonly expiresIn?: number | undefined;
}

export interface MadeApiKey {
  /** The key itself, which cannot be had again. */
  readonly secret: string;
  readonly key: ApiKey;
}

/** The keys of accounts. Who may have them, and what they permit, is decided by those who call this. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(apiKeysConfig.token) private readonly config: ApiKeysConfig,
  ) {}

  /**
   * As part of a change that has locked the account.
   *
   * @throws Problem apiKey.tooMany, request.invalid where it would be good for too long
   */
  async make(userId: string, wish: ApiKeyWish, tx: EntityManager): Promise<MadeApiKey> {
    const createdAt = this.clock.now();
    const expiresAt = secondsAfter(createdAt, this.lifetimeOf(wish));
    await this.removeExpired(userId, createdAt, tx);
    if ((await tx.countBy(ApiKey, { userId })) >= this.config.API_KEYS_PER_USER)
      throw new Problem(ApiKeysErrors.tooMany);
    const secret = newApiKey();
    const key = tx.create(ApiKey, {
      id: newId(),
      userId,
      digest: digestOf(secret),
      name: wish.name,
      scopes: wish.scopes ? [...new Set(wish.scopes)].sort() : null,
      createdAt,
      expiresAt,
      lastUsedAt: null,
    });
    await tx.insert(ApiKey, key);
    return { secret, key };
  }

  /** The newest first. */
  async allOf(userId: string, tx: EntityManager = this.dataSource.manager): Promise<ApiKey[]> {
    return tx.find(ApiKey, { where: { userId }, order: { id: 'DESC' } });
  }

  /** Undefined for a key that was never handed out, or was revoked. A wrong checksum is not looked up at all. */
  async find(secret: string): Promise<ApiKey | undefined> {
    if (!isWellFormedApiKey(secret)) return undefined;
    return (await this.dataSource.manager.findOneBy(ApiKey, { digest: digestOf(secret) })) ?? undefined;
  }

  /** @returns the key that was removed, if the account has it */
  async remove(userId: string, id: string, tx: EntityManager): Promise<ApiKey | undefined> {
    const key = await tx.findOneBy(ApiKey, { id, userId });
    if (!key) return undefined;
    const { affected } = await tx.delete(ApiKey, { id, userId });
    return affected === 1 ? key : undefined;
  }

  /** @returns the keys that were removed */
  async removeAll(userId: string, tx: EntityManager): Promise<ApiKey[]> {
    const keys = await this.allOf(userId, tx);
    await tx.delete(ApiKey, { userId });
    return keys;
  }

  private lifetimeOf({ expiresIn = this.config.API_KEY_TTL }: ApiKeyWish): number {
    const longest = this.config.API_KEY_MAX_TTL;
    if (expiresIn <= longest) return expiresIn;
    const detail = `must be ${longest} at most`;
    throw new Problem(RequestErrors.invalid, { errors: [{ pointer: '#/expiresIn', detail }] });
  }

  private async removeExpired(userId: string, now: Date, tx: EntityManager): Promise<void> {
    await tx
      .createQueryBuilder()
      .delete()
      .from(ApiKey)
      .where('"userId" = :userId AND "expiresAt" <= :now', { userId, now: now.getTime() })
      .execute();
  }
}
