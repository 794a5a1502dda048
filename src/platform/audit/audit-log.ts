import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock/index.js';
import { writeRows } from '../database/index.js';
import { requestContext } from '../http/index.js';
import { AuditEvent, type AuditRecord, type Outcome } from './audit-event.entity.js';
import { AuditSeal } from './audit-seal.js';
import type { AuditType } from './audit-types.js';

export interface AuditEntry {
  readonly type: AuditType;
  /** `success` if not told. */
  readonly outcome?: Outcome;
  /** Whose account it is about. */
  readonly userId?: string;
  readonly sessionId?: string;
  /** `system` for what the server does by itself, even where a request set it off. If not told: who the request is from. */
  readonly actor?: 'system';
  /** No secrets, and nothing that a person may ask to have forgotten, such as an address or a name: ids. */
  readonly detail?: Readonly<Record<string, string | number | null | readonly string[]>>;
}

/** An event as it is told to the person whom it is about. */
export type ToldEvent = Pick<AuditEvent, 'at' | 'type' | 'sessionId'> & { readonly detail: object };

/** Writes the audit log, in the transaction of the change it tells of: both happen, or neither. */
@Injectable()
export class AuditLog {
  private readonly log = new Logger('Audit');

  constructor(
    private readonly clock: Clock,
    private readonly dataSource: DataSource,
    private readonly seal: AuditSeal,
  ) {}

  /** What was recorded about a user, the oldest first. */
  async of(userId: string): Promise<ToldEvent[]> {
    const events = await this.dataSource.manager.find(AuditEvent, {
      where: { userId },
      order: { seq: 'ASC' },
    });
    return events.map(({ at, type, sessionId, detail }) => ({
      at,
      type,
      sessionId,
      detail: JSON.parse(detail) as object,
    }));
  }

  async record(entry: AuditEntry, tx: EntityManager): Promise<void> {
    await this.insert([this.eventOf(entry)], tx);
  }

  /** What `record` writes, to be written later. */
  eventOf({ type, outcome = 'success', userId, sessionId, actor, detail = {} }: AuditEntry): AuditRecord {
    const { apiKeyId, ...by } = actor ? { actor, address: null, requestId: null } : whoAsks();
    return {
      ...by,
      at: this.clock.now(),
      type,
      outcome,
      userId: userId ?? null,
      sessionId: sessionId ?? null,
      detail: JSON.stringify(apiKeyId === undefined ? detail : { ...detail, byApiKey: apiKeyId }),
    };
  }

  /** Writes what `eventOf` made. */
  async insert(events: readonly AuditRecord[], tx: EntityManager): Promise<void> {
    await writeRows(
      tx,
      AuditEvent,
      events.map((event) => ({ ...event, mac: this.seal.of(event) })),
    );
    for (const { type, userId, sessionId, detail } of events)
      this.log.debug(`${type} user=${userId ?? '-'} session=${sessionId ?? '-'} ${detail}`);
  }
}

function whoAsks(): Pick<AuditEvent, 'actor' | 'address' | 'requestId'> & { apiKeyId?: string | undefined } {
  const context = requestContext();
  if (!context) return { actor: 'system', address: null, requestId: null };
  const { actor = 'anonymous', address, requestId, apiKeyId } = context;
  return { actor, address: address || null, requestId: requestId?.slice(0, 64) ?? null, apiKeyId };
}
