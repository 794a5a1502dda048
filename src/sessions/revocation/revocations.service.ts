import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Between, DataSource, type EntityManager, MoreThan } from 'typeorm';
import { TOKEN_MEMORY } from '../../platform/access/index.js';
import { Clock, Poll, secondsAfter } from '../../platform/clock/index.js';
import type { Config } from '../../platform/config/index.js';
import { lingeringOf } from '../../platform/database/index.js';
import { Problem, ServerErrors } from '../../platform/errors/index.js';
import { Signals } from '../../platform/signals/index.js';
import { RoleCatalogue } from '../../roles/index.js';
import { UsersService } from '../../users/index.js';
import { FeedCursor } from './feed-cursor.js';
import { FeedFreshness } from './feed-freshness.js';
import { RevocationIndex, type TokenIdentity, type TokenStanding } from './revocation-index.js';
import { Revocation } from './revocation.entity.js';
import { RevokingChange } from './revoking-change.js';
import { sessionsConfig } from '../sessions.config.js';

/** Milliseconds without a look at the feed after which it may have lost what is no token's concern any more. */
const FORGETFUL = (TOKEN_MEMORY / 2) * 1000;

/** The topic under which nodes tell each other to read the feed. */
const NEWS = 'revocations';

const UNREAD = 'The revocation feed could not be read';

/** Keeps this node's index of what is void, and is the only way to add to it. */
@Injectable()
export class Revocations implements OnModuleInit, OnApplicationShutdown {
  private readonly index = new RevocationIndex();
  /** What changes meant to revoke that failed: whether they were committed is not known until the feed was read. */
  private doubts: readonly { readonly index: RevocationIndex; readonly since: number }[] = [];
  private readonly cursor = new FeedCursor();
  private readonly log = new Logger('Revocations');
  private lastLook = new Date(0);
  private rolesFollowedAt = new Date(0);
  /** The latest time that was ever seen: where the clock was put back since, there are tokens that were issued by it. */
  private latest = new Date(0);
  private readonly freshness: FeedFreshness;
  private readonly poll: Poll;

  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly roles: RoleCatalogue,
    private readonly clock: Clock,
    private readonly signals: Signals,
    @Inject(sessionsConfig.token) config: Config<typeof sessionsConfig>,
  ) {
    const bound = config.REVOCATION_MAX_STALENESS * 1000;
    this.freshness = new FeedFreshness(clock, bound, () => this.catchUp());
    this.poll = new Poll(() => this.freshness.learn(), config.REVOCATION_POLL, this.log, UNREAD);
  }

  /** The server is not ready before it knows what is void. */
  async onModuleInit(): Promise<void> {
    this.signals.onRing(NEWS, () => this.poll.hurry());
    await this.catchUp();
    this.poll.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.poll.stop();
  }

  /**
   * At once and in memory, unless what is known of the feed is older than it may be: then after one look at it, which
   * all who ask meanwhile share.
   *
   * @throws Problem server.unavailable when it cannot be read: whether the token stands is not known then
   */
  standingOf(token: TokenIdentity): TokenStanding | Promise<TokenStanding> {
    const standing = this.index.standingOf(token);
    if (standing !== 'standing') return standing;
    if (this.isDoubtful(token)) return this.freshness.now().then(() => this.settledStandingOf(token));
    if (!this.freshness.isStale) return standing;
    return this.freshness.restored().then(() => this.settledStandingOf(token));
  }

  /** How many entries the index has. */
  get size(): number {
    return this.index.size;
  }

  /** Seconds since what is known of the feed was true. */
  get age(): number {
    return this.freshness.age / 1000;
  }

  /** @throws Problem server.unavailable when tokens cannot be judged by what this node knows */
  async assertFresh(): Promise<void> {
    if (this.freshness.isStale) await this.freshness.restored();
  }

  /**
   * Runs a change in a transaction of its own. What the change revokes is recorded with it, and bites on this node
   * as soon as it is committed; other nodes are told to read the feed. When the database fails, the answer to a commit
   * may have been lost: what was to be revoked is refused until the feed tells.
   */
  async during<T>(run: (change: RevokingChange) => Promise<T>): Promise<T> {
    const revoked: Revocation[] = [];
    const begin = (tx: EntityManager) => {
      revoked.length = 0; // it may be run again
      const now = this.clock.now();
      this.see(now);
      return new RevokingChange(tx, this.users, now, secondsAfter(this.latest, TOKEN_MEMORY), revoked);
    };
    try {
      const result = await this.dataSource.transaction((tx) => run(begin(tx)));
      this.remember(this.index, revoked);
      if (revoked.length > 0) this.signals.ring(NEWS);
      await this.followRoles(revoked).catch((error: unknown) => this.log.error(UNREAD, String(error)));
      return result;
    } catch (error) {
      if (revoked.length > 0 && !(error instanceof Problem)) await this.doubt(revoked);
      throw error;
    }
  }

  /** Reads what other processes recorded since the last time; all there is, when the clock was put back. */
  async catchUp(): Promise<void> {
    const now = this.clock.now();
    const began = this.clock.elapsed();
    const settled = this.doubts.filter(({ since }) => since + lingeringOf(this.dataSource) <= began);
    if (now < this.lastLook) this.cursor.restart();
    const isLate = now.getTime() - this.rolesFollowedAt.getTime() > FORGETFUL;
    this.lastLook = now;
    this.see(now);
    const news = await this.newsAt(now);
    for (const { createdAt } of news) this.see(createdAt);
    this.remember(this.index, news);
    await this.followRoles(news, isLate);
    this.rolesFollowedAt = now;
    this.cursor.advance(
      news.map(({ seq }) => seq),
      began,
    );
    this.freshness.noted(began);
    this.doubts = this.doubts.filter((doubt) => !settled.includes(doubt));
    this.index.sweep(this.clock.elapsed(), now);
  }

  /** After the rows were seen, and so committed: what is read now has the change in it. */
  private async followRoles(revocations: readonly Revocation[], isLate = false): Promise<void> {
    if (isLate || revocations.some(({ kind }) => kind === 'roles'))
      await this.roles.load(() => this.rememberNews());
  }

  /** A name may be another role's by now: the tokens that bore it before are void before they could gain by that. */
  private async rememberNews(): Promise<void> {
    this.remember(this.index, await this.newsAt(this.clock.now()));
  }

  private settledStandingOf(token: TokenIdentity): TokenStanding {
    const standing = this.index.standingOf(token);
    if (standing !== 'standing' || !this.isDoubtful(token)) return standing;
    // Not "revoked": who signed out would take that for done, and it may never be committed.
    const because = 'whether its revocation was committed is not known yet';
    throw new Problem(ServerErrors.unavailable, { because, headers: { 'retry-after': '1' } });
  }

  private isDoubtful(token: TokenIdentity): boolean {
    return this.doubts.some(({ index }) => index.standingOf(token) !== 'standing');
  }

  private see(time: Date): void {
    if (time > this.latest) this.latest = time;
  }

  private async newsAt(now: Date): Promise<Revocation[]> {
    const { after, missing } = this.cursor;
    const isGood = { expiresAt: MoreThan(now) };
    return this.dataSource.getRepository(Revocation).find({
      where: [
        { seq: MoreThan(after), ...isGood },
        ...missing.map(({ from, to }) => ({ seq: Between(from, to), ...isGood })),
      ],
    });
  }

  private async doubt(revoked: readonly Revocation[]): Promise<void> {
    const index = new RevocationIndex();
    this.remember(index, revoked);
    this.signals.ring(NEWS);
    this.doubts = [...this.doubts, { index, since: this.clock.elapsed() }];
    await this.catchUp().catch((error: unknown) => this.log.error(UNREAD, String(error)));
  }

  private remember(index: RevocationIndex, revocations: readonly Revocation[]): void {
    const until = this.clock.elapsed() + TOKEN_MEMORY * 1000;
    for (const revocation of revocations) index.add(revocation, until);
  }
}
