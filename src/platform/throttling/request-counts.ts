import { Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { type RedisLink, SharedRedis } from '../redis/index.js';
import { type Window, Windows } from './windows.js';

/** Milliseconds in which the nodes hear of a request: by what comes within, a limit over all of them may be exceeded. */
const INTERVAL = 100;

/** Adds what one node counted; the first to do so opens the window. Answers the total, and what is left of the window. */
const ADD = `
local total = redis.call('INCRBY', KEYS[1], ARGV[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  left = tonumber(ARGV[2])
  redis.call('PEXPIRE', KEYS[1], left)
end
return { total, left }`;

/**
 * Counts requests in memory. Where nodes share a Redis, each tells it in the background what it counted, many keys at
 * a time, and learns the total: no request waits for it (docs/decisions/0026-many-nodes.md).
 */
@Injectable()
export class RequestCounts implements ThrottlerStorage {
  private readonly windows = new Windows();
  private readonly news = new Set<Window>();
  private isTelling = false;

  constructor(private readonly redis: SharedRedis) {}

  count(key: string, milliseconds: number): Window {
    const window = this.windows.count(key, milliseconds);
    if (this.redis.commands) {
      this.news.add(window);
      this.tellSoon(this.redis.commands);
    }
    return window;
  }

  /** For routes with a `@Throttle()` of their own. */
  async increment(key: string, milliseconds: number, limit: number) {
    const { hits, ends } = this.count(key, milliseconds);
    const timeToExpire = secondsUntil(ends);
    const isBlocked = hits > limit;
    return { totalHits: hits, timeToExpire, isBlocked, timeToBlockExpire: isBlocked ? timeToExpire : 0 };
  }

  private tellSoon(redis: RedisLink): void {
    if (this.isTelling) return;
    this.isTelling = true;
    setTimeout(() => void this.tell(redis), INTERVAL).unref();
  }

  /** While Redis is away, nothing is told; a window keeps what is untold, and tells it with its next request. */
  private async tell(redis: RedisLink): Promise<void> {
    const windows = [...this.news];
    this.news.clear();
    if (redis.isUp) await this.exchange(redis, windows).catch(() => undefined); // the link logs why
    this.isTelling = false;
    if (this.news.size > 0) this.tellSoon(redis);
  }

  /** What is lost on its way is not told again, for it may have come: it counts on this node, until that hears a total. */
  private async exchange(redis: RedisLink, windows: readonly Window[]): Promise<void> {
    const now = performance.now();
    const current = windows.filter(({ ends }) => ends > now);
    const batch = redis.pipeline();
    for (const window of current) {
      batch.eval(ADD, 1, this.redis.nameOf(`requests ${window.key}`), window.untold, window.length);
      window.untold = 0;
    }
    const answers = (await batch.exec()) ?? [];
    for (const [index, [error, answer]] of answers.entries())
      if (!error) learn(current[index] as Window, answer as [number, number]);
  }
}

/** A window that began on another node ends with it. */
function learn(window: Window, [total, left]: [number, number]): void {
  window.hits = total + window.untold;
  window.ends = performance.now() + left;
}

/** Whole seconds until an instant of `performance.now()`, at least one. */
export const secondsUntil = (instant: number): number =>
  Math.max(1, Math.ceil((instant - performance.now()) / 1000));
