import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
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
  | 'password.disabled'
  | 'password.enabled'
  | 'key.created'
  | 'key.distrusted'
  | 'mail.givenUp';

export interface AuditEntry {
  readonly type: AuditType;
  readonly userId?: string;
  readonly sessionId?: string;
  readonly detail?: Readonly<Record<string, string | number | null | readonly string[]>>;
}

/** Writes the audit log, in the transaction of the change it tells of: both happen, or neither. */
@Injectable()
export class AuditLog {
  private readonly log = new Logger('Audit');

  constructor(private readonly clock: Clock) {}

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
