import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock/index.js';
import { AuditEvent } from './audit-event.entity.js';

/** What is recorded. A new kind of event is added here, so that the list of them is one. */
export type AuditType =
  | 'session.ended'
  | 'session.refreshReused'
  | 'token.revoked'
  | 'user.accessChanged'
  | 'user.disabled'
  | 'user.enabled'
  | 'user.deleted'
  | 'user.passwordChanged'
  | 'users.imported'
  | 'users.exported'
  | 'user.passwordReset'
  | 'user.emailVerified'
  | 'user.emailChanged'
  | 'password.disabled'
  | 'password.enabled'
  | 'apiKey.created'
  | 'apiKey.revoked'
  | 'key.created'
  | 'key.distrusted'
  | 'mail.givenUp';

export interface AuditEntry {
  readonly type: AuditType;
  readonly userId?: string;
  readonly sessionId?: string;
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

  async record({ type, userId, sessionId, detail = {} }: AuditEntry, tx: EntityManager): Promise<void> {
    const told = JSON.stringify(detail);
    await tx.insert(AuditEvent, {
      at: this.clock.now(),
      type,
      userId: userId ?? null,
      sessionId: sessionId ?? null,
      detail: told,
    });
    this.log.debug(`${type} user=${userId ?? '-'} session=${sessionId ?? '-'} ${told}`);
  }
}
