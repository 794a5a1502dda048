import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
import { TOKEN_MEMORY } from '../platform/access/index.js';
import { Clock } from '../platform/clock/index.js';
import type { Config } from '../platform/config/index.js';
import { UsersService } from '../users/index.js';
import { RevocationIndex, type TokenIdentity, type TokenStanding } from './revocation-index.js';
import { Revocation } from './revocation.entity.js';
import { RevokingChange } from './revoking-change.js';
import { sessionsConfig } from './sessions.config.js';

/** Keeps this node's index of what is void, and is the only way to add to it. */
@Injectable()
export class Revocations implements OnModuleInit, OnApplicationShutdown {
  private readonly index = new RevocationIndex();
  private readonly log = new Logger('Revocations');
  private lastSeen = 0;
  private lastLook = new Date(0);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly clock: Clock,
    @Inject(sessionsConfig.token) private readonly config: Config<typeof sessionsConfig>,
  ) {}

  /** The server is not ready before it knows what is void. */
  async onModuleInit(): Promise<void> {
    await this.catchUp();
    this.timer = setInterval(() => void this.poll(), this.config.REVOCATION_POLL * 1000).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** In memory: no database read. */
  standingOf(token: TokenIdentity): TokenStanding {
    return this.index.standingOf(token);
  }

  /**
   * Runs a change in a transaction of its own. What the change revokes is recorded with it, and bites on this node
   * as soon as it is committed; other nodes hear of it by the feed.
   */
  async during<T>(run: (change: RevokingChange) => Promise<T>): Promise<T> {
    const { result, revoked } = await this.dataSource.transaction(async (tx) => {
      const change = new RevokingChange(tx, this.users, this.clock.now());
      return { result: await run(change), revoked: change.revoked };
    });
    this.remember(revoked);
    return result;
  }

  /** Reads what other processes recorded since the last time; all there is, when the clock was put back. */
  async catchUp(): Promise<void> {
    const now = this.clock.now();
    if (now < this.lastLook) this.lastSeen = 0;
    this.lastLook = now;
    const news = await this.dataSource.getRepository(Revocation).find({
      where: { seq: MoreThan(this.lastSeen), expiresAt: MoreThan(now) },
      order: { seq: 'ASC' },
    });
    this.remember(news);
    this.lastSeen = news.at(-1)?.seq ?? this.lastSeen;
    this.index.sweep(this.clock.elapsed());
  }

  private remember(revocations: readonly Revocation[]): void {
    const until = this.clock.elapsed() + TOKEN_MEMORY * 1000;
    for (const revocation of revocations) this.index.add(revocation, until);
  }

  private async poll(): Promise<void> {
    try {
      await this.catchUp();
    } catch (error) {
      this.log.error(
        'The revocation feed could not be read',
        error instanceof Error ? error.stack : String(error),
      );
    }
  }
}
