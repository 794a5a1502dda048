import {
  type IRateLimiterRedisOptions,
  type RateLimiterAbstract,
  type RateLimiterMemory,
  RateLimiterRedis,
} from 'rate-limiter-flexible';
import type { RedisLink } from '../redis/index.js';

/** Counts by key; every change is one step, whoever makes others at the same moment. */
export type Counter = Pick<RateLimiterAbstract, 'penalty' | 'reward' | 'set' | 'delete'>;

type Options = Pick<IRateLimiterRedisOptions, 'keyPrefix' | 'points' | 'duration'>;

/**
 * Counts in the Redis that the nodes share. While that is away, each node counts for itself: several nodes then allow
 * so many times as much, and none refuses everybody or nobody.
 */
export class SharedCounter implements Counter {
  private readonly counter: RateLimiterAbstract;

  constructor(
    private readonly options: Options,
    redis: RedisLink,
    own: RateLimiterMemory,
    /** What a key is called in Redis, where addresses and users do not stand in clear. */
    private readonly nameOf: (key: string) => string,
  ) {
    this.counter = new RateLimiterRedis({
      ...options,
      keyPrefix: '', // it is in the name
      storeClient: redis,
      rejectIfRedisNotReady: true,
      insuranceLimiter: own,
    });
  }

  async penalty(...[key, points, options]: Parameters<Counter['penalty']>) {
    return this.counter.penalty(this.named(key), points, options);
  }

  async reward(...[key, points, options]: Parameters<Counter['reward']>) {
    return this.counter.reward(this.named(key), points, options);
  }

  async set(...[key, points, seconds]: Parameters<Counter['set']>) {
    return this.counter.set(this.named(key), points, seconds);
  }

  async delete(key: string) {
    return this.counter.delete(this.named(key));
  }

  private named(key: string | number): string {
    return this.nameOf(`${this.options.keyPrefix} ${key}`);
  }
}
