import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PasswordTransfer } from '../credentials/passwords/index.js';
import { Clock } from '../platform/clock/index.js';
import { MasterKey } from '../platform/crypto/index.js';
import { type FieldError, Problem, StrictValidationPipe } from '../platform/errors/index.js';
import { DEFAULT_ROLE } from '../roles/index.js';
import { keysOf } from '../users/index.js';
import { AccountRecord, RECORD_FIELDS } from './account-record.dto.js';
import type { Arrival } from './arrival.js';

/** Turns what a line holds into an arrival, or says why it cannot, never with a word of a hash. */
@Injectable()
export class ArrivalReader {
  readonly #idKey: Buffer;
  private readonly validation = new StrictValidationPipe();

  constructor(
    private readonly passwords: PasswordTransfer,
    private readonly clock: Clock,
    masterKey: MasterKey,
  ) {
    this.#idKey = masterKey.derive('moving-in');
  }

  async read(value: unknown): Promise<Arrival | { readonly reason: string }> {
    const record = await this.validated(value);
    if ('reason' in record) return record;
    const hashProblem = record.passwordHash && this.passwords.problemOf(record.passwordHash);
    if (hashProblem) return { reason: `passwordHash ${hashProblem}` };
    const username = record.username ?? null;
    const keys = keysOf(record.email, username);
    if (!keys) return { reason: 'email must be an e-mail address' };
    const now = this.clock.now();
    const user = {
      ...keys,
      id: record.id?.toLowerCase() ?? this.idOf(record),
      email: record.email,
      username,
      displayName: record.displayName ?? null,
      emailVerifiedAt: record.emailVerified ? now : null,
      disabledAt: record.disabled ? now : null,
      createdAt: record.createdAt ? new Date(record.createdAt) : now,
    };
    const roles = [...new Set(record.roles ?? [DEFAULT_ROLE])];
    return { user, passwordHash: record.passwordHash || null, roles };
  }

  private async validated(value: unknown): Promise<AccountRecord | { reason: string }> {
    try {
      const metatype = AccountRecord;
      return (await this.validation.transform(value, { type: 'body', metatype })) as AccountRecord;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const faults = error.context.errors?.map(explain);
      return { reason: faults?.join('; ') ?? 'is not an object with fields' };
    }
  }

  /**
   * The same record has the same id every time, so that an import can be run again. Keyed, for an id is public and
   * must not confirm a guess at an address. UUIDv8 (RFC 9562 §5.8).
   */
  private idOf(record: AccountRecord): string {
    const content = JSON.stringify(RECORD_FIELDS.map((field) => record[field] ?? null));
    const bytes = createHmac('sha256', this.#idKey).update(content).digest().subarray(0, 16);
    bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x80;
    bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80;
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }
}

const explain = ({ pointer, detail }: FieldError): string => {
  const name = pointer.replace('#/', '');
  return /^[A-Za-z_]{1,40}(\/\d+)?$/.test(name) ? `${name} ${detail}` : `a field ${detail}`;
};
