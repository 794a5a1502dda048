import { Inject, Injectable } from '@nestjs/common';
import {
  DataSource,
  type EntityManager,
  type FindManyOptions,
  type FindOptionsWhere,
  IsNull,
  LessThan,
  MoreThan,
} from 'typeorm';
import type { Proof } from '../platform/access/index.js';
import { AuditLog } from '../platform/audit/index.js';
import { Clock, secondsAfter } from '../platform/clock/index.js';
import type { Config } from '../platform/config/index.js';
import { newId } from '../platform/database/index.js';
import type { RevokingChange } from './revocation/revoking-change.js';
import { Revocations } from './revocation/revocations.service.js';
import { idleLimit, type SessionRules } from './session-standing.js';
import { type EndReason, Session, type SessionTransport, type TokenFormat } from './session.entity.js';
import { sessionsConfig } from './sessions.config.js';

/** What a sign-in tells of itself. */
export interface SignInContext {
  readonly clientId: string;
  readonly transport: SessionTransport;
  readonly tokenFormat: TokenFormat;
  readonly userAgent?: string | undefined;
  readonly address?: string | undefined;
}

const LAST_USED_FIRST: FindManyOptions<Session> = { order: { lastUsedAt: 'DESC', id: 'DESC' } };

/** Opens sessions, prolongs and ends them. What was issued for one that ends is void with it. */
@Injectable()
export class SessionsService {
  private readonly rules: SessionRules;

  constructor(
    private readonly dataSource: DataSource,
    private readonly revocations: Revocations,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    @Inject(sessionsConfig.token) private readonly config: Config<typeof sessionsConfig>,
  ) {
    this.rules = { idle: config.SESSION_IDLE, absolute: config.SESSION_ABSOLUTE };
  }

  /** Turns a proof into a session. Where the user has too many, the least recently used ones end. */
  async open(proof: Proof, context: SignInContext, change: RevokingChange): Promise<Session> {
    const { tx, now } = change;
    const expiresAt = secondsAfter(now, this.rules.absolute);
    const session = tx.create(Session, {
      id: newId(),
      userId: proof.userId,
      clientId: context.clientId,
      transport: context.transport,
      tokenFormat: context.tokenFormat,
      userAgent: context.userAgent?.slice(0, 400) ?? null,
      address: context.address ?? null,
      amr: [proof.method],
      authenticatedAt: proof.at,
      createdAt: now,
      lastUsedAt: now,
      idleUntil: idleLimit(this.rules, expiresAt, now),
      expiresAt,
      endedAt: null,
      endReason: null,
    });
    await this.endThese(await this.tooManyOf(proof.userId, tx), 'tooMany', change);
    await tx.insert(Session, session);
    await this.recordOpening(session, tx);
    return session;
  }

  /** Notes that a session was refreshed: it lives on for another idle time. */
  async touch(session: Session, { tx, now }: RevokingChange): Promise<void> {
    const use = { lastUsedAt: now, idleUntil: idleLimit(this.rules, session.expiresAt, now) };
    Object.assign(session, use);
    await tx.update(Session, { id: session.id }, use);
  }

  /** Ends a session and all that was issued for it. On this node it bites at once. Ending it twice changes nothing. */
  async end(sessionId: string, reason: EndReason): Promise<void> {
    await this.revocations.during((change) => this.endWithin(sessionId, reason, change));
  }

  /** Ends a session as part of a greater change. Whether it was this change that ended it. */
  async endWithin(sessionId: string, reason: EndReason, change: RevokingChange): Promise<boolean> {
    return (await this.endWhere({ id: sessionId }, reason, change)) > 0;
  }

  /** Ends one of a user's own sessions. Whether there was such a live one. */
  async endOwn(userId: string, sessionId: string): Promise<boolean> {
    return this.revocations.during(async (change) => {
      return (await this.endWhere({ id: sessionId, userId }, 'ended', change)) > 0;
    });
  }

  /**
   * Ends all sessions of a user but one. Returns how many: none where that one has ended meanwhile, or two devices
   * that keep themselves at the same moment would leave neither.
   */
  async endOthers(userId: string, keptSessionId: string): Promise<number> {
    return this.revocations.during(async (change) => {
      await change.lockAccount(userId);
      const live = await this.liveSessionsOf(userId, change.tx);
      const others = live.filter(({ id }) => id !== keptSessionId);
      return others.length === live.length ? 0 : this.endThese(others, 'ended', change);
    });
  }

  /** Ends all sessions of a user, as part of a greater change. Returns how many. */
  async endAll(userId: string, reason: EndReason, change: RevokingChange): Promise<number> {
    return this.endWhere({ userId }, reason, change);
  }

  async find(sessionId: string, tx: EntityManager = this.dataSource.manager): Promise<Session | null> {
    return tx.findOneBy(Session, { id: sessionId });
  }

  /** All that are kept of a user, over or not, the newest first. */
  async allOf(userId: string): Promise<Session[]> {
    return this.dataSource.manager.find(Session, { where: { userId }, order: { id: 'DESC' } });
  }

  /** A user's live sessions, the most recently used first. */
  async liveSessionsOf(userId: string, tx: EntityManager = this.dataSource.manager): Promise<Session[]> {
    const where = { userId, ...this.isLive() };
    return tx.find(Session, { ...LAST_USED_FIRST, where });
  }

  /** Live sessions of one user or all, the newest first: their ids are in the order of their making. */
  async livePage({ userId, before, count }: { userId?: string; before?: string; count: number }) {
    const whose = {
      ...(userId !== undefined && { userId }),
      ...(before !== undefined && { id: LessThan(before) }),
    };
    const where = { ...whose, ...this.isLive() };
    return this.dataSource.manager.find(Session, { where, order: { id: 'DESC' }, take: count });
  }

  /** The least recently used ones, so many that one more may be opened. */
  private tooManyOf(userId: string, tx: EntityManager): Promise<Session[]> {
    const where = { userId, ...this.isLive() };
    const skip = this.config.SESSIONS_PER_USER - 1;
    return tx.find(Session, { ...LAST_USED_FIRST, where, skip, select: { id: true, userId: true } });
  }

  private isLive() {
    const now = this.clock.now();
    return { endedAt: IsNull(), idleUntil: MoreThan(now), expiresAt: MoreThan(now) };
  }

  private async recordOpening(session: Session, tx: EntityManager): Promise<void> {
    const { id: sessionId, userId, amr, clientId, transport } = session;
    const detail = { amr, clientId, transport };
    await this.audit.record({ type: 'session.opened', userId, sessionId, detail }, tx);
  }

  private async endWhere(
    which: FindOptionsWhere<Session>,
    reason: EndReason,
    change: RevokingChange,
  ): Promise<number> {
    const found = await change.tx.findBy(Session, { ...which, endedAt: IsNull() });
    return this.endThese(found, reason, change);
  }

  /** Returns how many of them it ended itself: what ended meanwhile is another change's to record. */
  private async endThese(
    sessions: readonly Session[],
    reason: EndReason,
    change: RevokingChange,
  ): Promise<number> {
    let ended = 0;
    for (const session of sessions) if (await this.endOne(session, reason, change)) ended += 1;
    return ended;
  }

  private async endOne(
    { id, userId }: Pick<Session, 'id' | 'userId'>,
    reason: EndReason,
    change: RevokingChange,
  ): Promise<boolean> {
    const { tx, now } = change;
    const { affected } = await tx.update(
      Session,
      { id, endedAt: IsNull() },
      { endedAt: now, endReason: reason },
    );
    if (affected !== 1) return false;
    await change.revokeSession(id);
    await this.audit.record({ type: 'session.ended', userId, sessionId: id, detail: { reason } }, tx);
    return true;
  }
}
