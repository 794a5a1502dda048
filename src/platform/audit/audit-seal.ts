import { Injectable } from '@nestjs/common';
import { equalSecrets, hmac, MasterKey } from '../crypto/index.js';
import type { AuditEvent, AuditRecord } from './audit-event.entity.js';

/**
 * Vouches for a record from when it is written until its place in the chain does: that a server with the master key
 * wrote it, and that nobody changed it since (HMAC-SHA-256, RFC 2104).
 */
@Injectable()
export class AuditSeal {
  readonly #key: Buffer;

  constructor(masterKey: MasterKey) {
    this.#key = masterKey.derive('audit-record');
  }

  /** 43 characters of base64url. */
  of({ at, type, outcome, actor, userId, sessionId, address, requestId, detail }: AuditRecord): string {
    const told = [at.getTime(), type, outcome, actor, userId, sessionId, address, requestId, detail];
    return hmac(this.#key, JSON.stringify(told));
  }

  isOn(event: AuditRecord & Pick<AuditEvent, 'mac'>): boolean {
    // SQLite keeps what it is given, be it no text.
    return typeof event.mac === 'string' && equalSecrets(event.mac, this.of(event));
  }
}
