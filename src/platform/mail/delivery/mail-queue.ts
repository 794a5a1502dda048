import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../audit/index.js';
import { Clock, secondsAfter } from '../../clock/index.js';
import { Sealer } from '../../crypto/index.js';
import type { RenderedMail } from '../mail-template.js';
import { OutgoingMail } from '../outgoing-mail.entity.js';
import { afterFailure, type Verdict } from './delivery-policy.js';
import { type Dispatch, MailFailure } from './mail-transport.js';

/** For how long a mail belongs to the node that took it, in seconds; it is renewed as long as that node lives. */
const LEASE = 60;

/** For how long the rest of a mail is kept, and with it its `dedupeKey`. */
const RETENTION = 30 * 86_400;

/** The rows of the outbox, and how nodes share them. */
@Injectable()
export class MailQueue {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sealer: Sealer,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** What a node may take, the longest due first. */
  async due(limit: number): Promise<OutgoingMail[]> {
    return this.dataSource
      .getRepository(OutgoingMail)
      .createQueryBuilder('mail')
      .where('mail.nextAttemptAt <= :now', { now: this.clock.now().getTime() })
      .orderBy('mail.nextAttemptAt')
      .limit(limit)
      .getMany();
  }

  /** Takes a mail, unless another node was faster: of those that saw the same `attempts`, one raises it. */
  async take(mail: OutgoingMail): Promise<boolean> {
    const now = this.clock.now();
    const { affected } = await this.dataSource
      .createQueryBuilder()
      .update(OutgoingMail)
      .set({ attempts: mail.attempts + 1, nextAttemptAt: secondsAfter(now, LEASE) })
      .where('id = :id AND attempts = :attempts AND "nextAttemptAt" <= :now', {
        id: mail.id,
        attempts: mail.attempts,
        now: now.getTime(),
      })
      .execute();
    if (affected !== 1) return false;
    mail.attempts += 1;
    return true;
  }

  /** Tells the other nodes that this one still has these. */
  async keep(ids: readonly string[]): Promise<void> {
    await this.dataSource
      .createQueryBuilder()
      .update(OutgoingMail)
      .set({ nextAttemptAt: secondsAfter(this.clock.now(), LEASE) })
      .where('id IN (:...ids) AND "nextAttemptAt" IS NOT NULL', { ids })
      .execute();
  }

  /** @throws MailFailure */
  open({ id, createdAt, sealedContent }: OutgoingMail): Dispatch {
    try {
      const content = JSON.parse(this.sealer.open(sealedContent ?? '', id)) as RenderedMail;
      return { ...content, id, createdAt };
    } catch {
      throw new MailFailure('it was sealed with another master key');
    }
  }

  async sent({ id }: OutgoingMail): Promise<void> {
    await this.finish(id, { sentAt: this.clock.now(), lastError: null }, this.dataSource.manager);
  }

  /** Sets the next attempt, or gives the mail up, which is recorded. Returns what it decided. */
  async failed(mail: OutgoingMail, { reason, isPermanent }: MailFailure): Promise<Verdict> {
    const verdict = afterFailure(mail, isPermanent, this.clock.now());
    const lastError = reason.slice(0, 255);
    if (verdict instanceof Date) await this.postpone(mail, verdict, lastError);
    else await this.giveUp(mail, verdict, lastError);
    return verdict;
  }

  /** Forgets what was done long ago. */
  async sweep(): Promise<void> {
    await this.dataSource
      .createQueryBuilder()
      .delete()
      .from(OutgoingMail)
      .where('"nextAttemptAt" IS NULL AND "createdAt" < :before', {
        before: secondsAfter(this.clock.now(), -RETENTION).getTime(),
      })
      .execute();
  }

  /** Only while it is still this node's: a lease that was lost must not cut short another's. */
  private async postpone({ id, attempts }: OutgoingMail, nextAttemptAt: Date, lastError: string) {
    await this.dataSource
      .createQueryBuilder()
      .update(OutgoingMail)
      .set({ nextAttemptAt, lastError })
      .where('id = :id AND attempts = :attempts AND "nextAttemptAt" IS NOT NULL', { id, attempts })
      .execute();
  }

  private async giveUp({ id, kind, attempts }: OutgoingMail, verdict: string, reason: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const isFirst = await this.finish(id, { failedAt: this.clock.now(), lastError: reason }, tx);
      const detail = { mail: id, kind, verdict, reason, attempts };
      if (isFirst)
        await this.audit.record({ type: 'mail.givenUp', outcome: 'failure', actor: 'system', detail }, tx);
    });
  }

  private async finish(id: string, end: Partial<OutgoingMail>, tx: EntityManager): Promise<boolean> {
    const { affected } = await tx
      .createQueryBuilder()
      .update(OutgoingMail)
      .set({ ...end, sealedContent: null, nextAttemptAt: null })
      .where('id = :id AND "nextAttemptAt" IS NOT NULL', { id })
      .execute();
    return affected === 1;
  }
}
