import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager, LessThanOrEqual, MoreThan } from 'typeorm';
import { Clock, secondsAfter } from '../platform/clock/index.js';
import type { Config } from '../platform/config/index.js';
import { UsersService } from '../users/index.js';
import { RevocationIndex, type TokenIdentity, type TokenStanding } from './revocation-index.js';
import { Revocation, type RevocationKind } from './revocation.entity.js';
import { sessionsConfig } from './sessions.config.js';

/** Longer than any access token may live (60 min) and the clock leeway. */
const REMEMBER = 3600 + 300;

/** Records revocations beside the change that causes them, and keeps this node's index of them. */
@Injectable()
export class Revocations implements OnModuleInit, OnApplicationShutdown {
  private readonly index = new RevocationIndex();
  private readonly log = new Logger('Revocations');
  private lastSeen = 0;
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

  /** To be called in the transaction that ends the session; `apply` follows its commit. */
  async recordSession(sessionId: string, tx: EntityManager): Promise<Revocation> {
    return this.record('session', sessionId, 0, tx);
  }

  /** Voids every access token the user holds: to be called in the transaction that changes what the user may do. */
  async raiseEpoch(userId: string, tx: EntityManager): Promise<Revocation> {
    return this.record('epoch', userId, await this.users.raiseEpoch(userId, tx), tx);
  }

  /** Makes recorded revocations bite on this node, from the next request on. Other nodes hear of them by the feed. */
  apply(...revocations: readonly Revocation[]): void {
    for (const revocation of revocations) this.index.add(revocation);
  }

  /** Reads what other processes recorded since the last time. */
  async catchUp(): Promise<void> {
    const now = this.clock.now();
    const news = await this.dataSource.getRepository(Revocation).find({
      where: { seq: MoreThan(this.lastSeen), expiresAt: MoreThan(now) },
      order: { seq: 'ASC' },
    });
    this.apply(...news);
    this.lastSeen = news.at(-1)?.seq ?? this.lastSeen;
    this.index.sweep(now);
  }

  /** Deletes the rows that nobody need remember. Returns how many. */
  async sweep(): Promise<number> {
    const { affected } = await this.dataSource
      .getRepository(Revocation)
      .delete({ expiresAt: LessThanOrEqual(this.clock.now()) });
    return affected ?? 0;
  }

  private async record(
    kind: RevocationKind,
    subject: string,
    epoch: number,
    tx: EntityManager,
  ): Promise<Revocation> {
    const now = this.clock.now();
    const revocation = tx.create(Revocation, {
      kind,
      subject,
      epoch,
      createdAt: now,
      expiresAt: secondsAfter(now, REMEMBER),
    });
    await tx.insert(Revocation, revocation);
    return revocation;
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
