import { Injectable } from '@nestjs/common';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import type { Position } from '../http/index.js';
import { AuditEvent, type Outcome } from './audit-event.entity.js';
import { type AuditEntry, AuditLog } from './audit-log.js';

const GREATEST = 2 ** 31 - 1;

export interface AuditQuestion {
  readonly type?: string | undefined;
  readonly userId?: string | undefined;
  readonly actor?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

/** Shows the log to operators, a page at a time. That somebody looked is itself recorded. */
@Injectable()
export class AuditReading {
  constructor(
    private readonly dataSource: DataSource,
    private readonly log: AuditLog,
  ) {}

  /**
   * The newest first.
   *
   * @param after time and number of the last one of the page before
   */
  async page(question: AuditQuestion, limit: number, after?: Position): Promise<AuditEvent[]> {
    const query = this.dataSource
      .createQueryBuilder(AuditEvent, 'event')
      .orderBy('event.at', 'DESC')
      .addOrderBy('event.seq', 'DESC')
      .limit(limit);
    if (after)
      query.andWhere('(event.at < :at OR (event.at = :at AND event.seq < :seq))', {
        at: after[0],
        seq: Math.max(0, Math.min(Number(after[1]), GREATEST)), // PostgreSQL takes no greater one for an integer
      });
    narrow(query, question);
    const events = await query.getMany();
    await this.log.record({ type: 'audit.read', detail: detailOf(question) }, this.dataSource.manager);
    return events;
  }
}

function narrow(query: SelectQueryBuilder<AuditEvent>, { since, until, ...fields }: AuditQuestion): void {
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined) query.andWhere(`event.${name} = :${name}`, { [name]: value });
  if (since) query.andWhere('event.at >= :since', { since: since.getTime() });
  if (until) query.andWhere('event.at < :until', { until: until.getTime() });
}

/** What was asked for, as it is recorded. */
export const detailOf = (question: object): NonNullable<AuditEntry['detail']> =>
  Object.fromEntries(
    Object.entries(question)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, value instanceof Date ? value.toISOString() : String(value)]),
  );
