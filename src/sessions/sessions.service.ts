import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, MoreThan } from 'typeorm';
import type { Proof } from '../platform/access/index.js';
import { Clock, secondsAfter } from '../platform/clock/index.js';
import type { Config } from '../platform/config/index.js';
import { newId } from '../platform/database/index.js';
import { Revocations } from './revocations.service.js';
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

@Injectable()
export class SessionsService {
  private readonly rules: SessionRules;

  constructor(
    private readonly dataSource: DataSource,
    private readonly revocations: Revocations,
    private readonly clock: Clock,
    @Inject(sessionsConfig.token) config: Config<typeof sessionsConfig>,
  ) {
    this.rules = { idle: config.SESSION_IDLE, absolute: config.SESSION_ABSOLUTE };
  }

  /** Turns a proof into a session. */
  async open(proof: Proof, context: SignInContext, tx: EntityManager): Promise<Session> {
    const now = this.clock.now();
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
    await tx.insert(Session, session);
    return session;
  }

  /** Notes that a session was refreshed: it lives on for another idle time. */
  async touch(session: Session, tx: EntityManager): Promise<void> {
    const now = this.clock.now();
    const use = { lastUsedAt: now, idleUntil: idleLimit(this.rules, session.expiresAt, now) };
    Object.assign(session, use);
    await tx.update(Session, { id: session.id }, use);
  }

  /** Ends a session and all that was issued for it. On this node it bites at once. Ending it twice changes nothing. */
  async end(sessionId: string, reason: EndReason): Promise<void> {
    const revocation = await this.dataSource.transaction(async (tx) => {
      const ended = await tx.update(
        Session,
        { id: sessionId, endedAt: IsNull() },
        { endedAt: this.clock.now(), endReason: reason },
      );
      return ended.affected === 1 ? this.revocations.recordSession(sessionId, tx) : undefined;
    });
    if (revocation) this.revocations.apply(revocation);
  }

  /** A user's live sessions, the most recently used first. */
  async liveSessionsOf(userId: string): Promise<Session[]> {
    const now = this.clock.now();
    return this.dataSource.getRepository(Session).find({
      where: { userId, endedAt: IsNull(), idleUntil: MoreThan(now), expiresAt: MoreThan(now) },
      order: { lastUsedAt: 'DESC' },
    });
  }
}
