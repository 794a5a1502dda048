import { Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { type RateLimiterAbstract, RateLimiterMemory } from 'rate-limiter-flexible';
import { Allowance } from './allowance.js';
import { type DelayRules, GrowingDelay } from './growing-delay.js';
import type { Quota } from './quota.js';

const DAY = 86_400;

/** Makes what is counted. The counters are in this process's memory; any other store of the library has the same methods. */
@Injectable()
export class Counters {
  allowance(quota: Quota): Allowance {
    return new Allowance(quota, this.counter(quota));
  }

  growingDelay(rules: DelayRules): GrowingDelay {
    const timesUsedUp = { name: `${rules.name}-used-up`, points: 1, seconds: DAY };
    return new GrowingDelay(rules, this.counter(rules), this.counter(timesUsedUp));
  }

  /** For the guard. Its own storage keeps the time of each request, and goes through them all at the next. */
  storage(): ThrottlerStorage {
    const counter = this.counter({ name: 'requests', points: 1, seconds: DAY });
    return {
      increment: async (key, milliseconds, limit) => {
        const options = { customDuration: milliseconds / 1000 };
        const { consumedPoints, msBeforeNext } = await counter.penalty(key, 1, options);
        const isBlocked = consumedPoints > limit;
        const timeToExpire = Math.ceil(msBeforeNext / 1000);
        return {
          totalHits: consumedPoints,
          timeToExpire,
          isBlocked,
          timeToBlockExpire: isBlocked ? timeToExpire : 0,
        };
      },
    };
  }

  private counter({ name, points, seconds }: Quota): RateLimiterAbstract {
    return new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
  }
}
