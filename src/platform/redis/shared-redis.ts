import type { OnApplicationShutdown } from '@nestjs/common';
import { hmac, type MasterKey } from '../crypto/index.js';
import type { RedisLink } from './redis-link.js';
import type { RedisConfig } from './redis.config.js';

/** The Redis that all nodes share, if there is one. */
export class SharedRedis implements OnApplicationShutdown {
  readonly #key: Buffer;
  private readonly links: RedisLink[] = [];
  /** For commands. Undefined where no REDIS_URL is set. */
  readonly commands: RedisLink | undefined;

  constructor(
    masterKey: MasterKey,
    private readonly connect: ((purpose: string) => RedisLink) | undefined,
  ) {
    this.#key = masterKey.derive('redis');
    this.commands = this.open('commands');
  }

  /** The driver is loaded where there is something to connect to: it takes time and memory at each start. */
  static async make(masterKey: MasterKey, config: RedisConfig): Promise<SharedRedis> {
    const url = config.REDIS_URL ?? config.REDIS_URL_FILE;
    if (url === undefined) return new SharedRedis(masterKey, undefined);
    const { RedisLink } = await import('./redis-link.js');
    return new SharedRedis(masterKey, (purpose) => new RedisLink(url, purpose));
  }

  /** A connection of its own, for what subscribes. */
  open(purpose: string): RedisLink | undefined {
    const link = this.connect?.(purpose);
    if (link) this.links.push(link);
    return link;
  }

  /**
   * What a thing is called there: the same on all nodes of one installation, and no other. It tells nobody who can
   * read Redis which address or user it is about.
   */
  nameOf(thing: string): string {
    return `sallyport:${hmac(this.#key, thing)}`;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.links.map((link) => link.close()));
  }
}
