import { Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { SharedRedis } from '../redis/index.js';
import { Allowance } from './allowance.js';
import { type Counter, SharedCounter } from './counter.js';
import { type DelayRules, GrowingDelay } from './growing-delay.js';
import type { Quota } from './quota.js';

const DAY = 86_400;

/** Makes what is counted exactly: over all nodes together where they share a Redis, else in this process's memory. */
@Injectable()
export class Counters {
  constructor(private readonly redis: SharedRedis) {}

  allowance(quota: Quota): Allowance {
    return new Allowance(quota, this.counter(quota));
  }

  growingDelay(rules: DelayRules): GrowingDelay {
    const timesUsedUp = { name: `${rules.name}-used-up`, points: 1, seconds: DAY };
    return new GrowingDelay(rules, this.counter(rules), this.counter(timesUsedUp));
  }

  private counter({ name, points, seconds }: Quota): Counter {
    const options = { keyPrefix: name, points, duration: seconds };
    const { commands } = this.redis;
    const own = new RateLimiterMemory(options);
    return commands ? new SharedCounter(options, commands, own, (key) => this.redis.nameOf(key)) : own;
  }
}
