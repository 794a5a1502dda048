import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { Between, DataSource } from 'typeorm';
import { Clock, secondsAfter } from '../../clock/index.js';
import { OperatorError } from '../../errors/index.js';
import { type AuditConfig, auditConfig } from '../audit.config.js';
import { AuditEvent } from '../audit-event.entity.js';
import { AuditLog } from '../audit-log.js';
import { AuditChain } from './audit-chain.js';
import { type Place, placeAfter } from './audit-record.js';
import type { Head } from './checkpoint.js';

/** How many rows a statement reads or removes at most. */
const BATCH = 500;

/** Milliseconds between two of them, which belong to everybody else. */
const PAUSE = 100;

/** Seconds. Removing is itself recorded, so it is not done for every record that grows old. */
const AT_ONCE = 86_400;

const notAsWritten = ({ position }: Place) =>
  `Record ${position} of the audit log is old, and not as it was written: look with \`audit verify\`. Nothing is removed until that is mended.`;

/**
 * Removes old records from the front of the log. First the server signs after which record the log begins from now on,
 * then the rows go by and by: at no moment is there a log that cannot be proven.
 */
@Injectable()
export class AuditRetention {
  private isStopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly chain: AuditChain,
    private readonly log: AuditLog,
    private readonly clock: Clock,
    @Inject(auditConfig.token) private readonly config: AuditConfig,
  ) {}

  stop(): void {
    this.isStopping = true;
  }

  /** Returns how many rows it removed. */
  async trim(): Promise<number> {
    const { since } = await this.moveBeginning();
    let removed = 0;
    while (since.position > 0 && !this.isStopping) {
      const batch = await this.removeThrough(since);
      removed += batch;
      if (batch < BATCH) break;
      await pause(PAUSE, undefined, { ref: false });
    }
    return removed;
  }

  private async moveBeginning(): Promise<Head> {
    const known = await this.chain.head();
    const since = await this.lastThatMayGo(known);
    if (!since) return known;
    return this.chain.inTurn(async (head, tx) => {
      if (head.since.position !== known.since.position) return head; // another node was first
      const detail = { from: head.since.position + 1, to: since.position };
      await this.chain.beginAfter(since, head, tx);
      await this.log.record({ type: 'audit.trimmed', actor: 'system', detail }, tx);
      return { ...head, since };
    });
  }

  /**
   * Undefined while there is no day's worth of them. Each is checked by its hash: or whoever can write to the database
   * would make young records old, and have the server remove them and sign that they are rightly gone. One that is
   * dated in the future, by a clock that was wrong, holds up nothing.
   *
   * @throws OperatorError where one is not as it was written
   */
  private async lastThatMayGo(head: Head): Promise<Place | undefined> {
    if (this.config.AUDIT_RETENTION === 0) return undefined;
    const now = this.clock.now();
    const before = secondsAfter(now, -this.config.AUDIT_RETENTION);
    let limit = secondsAfter(before, -AT_ONCE);
    let last: Place = head.since;
    let old: Place | undefined;
    for await (const event of this.fromTheFront(head)) {
      if (event.at >= limit && event.at <= now) break;
      last = placeAfter(last, event);
      if (event.position !== last.position || event.hash !== last.hash)
        throw new OperatorError(notAsWritten(last));
      if (event.at < before) old = last;
      limit = before;
    }
    return old;
  }

  private async *fromTheFront({ since, position: end }: Head): AsyncGenerator<AuditEvent> {
    for (let after = since.position; after < end; after += BATCH) {
      const position = Between(after + 1, Math.min(after + BATCH, end));
      yield* await this.dataSource.manager.find(AuditEvent, {
        where: { position },
        order: { position: 'ASC' },
      });
      if (this.isStopping) return;
    }
  }

  private async removeThrough({ position }: Place): Promise<number> {
    const some = `SELECT "seq" FROM "audit_events" WHERE "position" <= :position LIMIT ${BATCH}`;
    const { affected } = await this.dataSource
      .createQueryBuilder()
      .delete()
      .from(AuditEvent)
      .where(`"seq" IN (${some})`, { position })
      .execute();
    return affected ?? 0;
  }
}
