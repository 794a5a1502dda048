import type { KeyObject } from 'node:crypto';
import type { AuditCheckpointRow } from './audit-checkpoint.entity.js';
import { type AuditKey, isSigned } from './audit-key.js';
import { BEGINNING, type Place } from './audit-record.js';

/** How far the log reached at a moment, and since where there were records of it. */
export interface Head extends Place {
  readonly since: Place;
}

const EMPTY: Head = { ...BEGINNING, since: BEGINNING };

/** A checkpoint is kept for each hour, beside the newest one. */
const HOUR = 3_600_000;

/** What a signature is for stands first, so that none serves in another's place. */
const textOf = ({ position, hash, sincePosition, sinceHash, at }: Unsigned): string =>
  JSON.stringify({
    statement: 'sallyport-audit-checkpoint/1',
    since: { position: sincePosition, hash: sinceHash },
    position,
    hash,
    at,
  });

type Unsigned = Omit<AuditCheckpointRow, 'signature'>;

export function signedCheckpoint(
  { since, position, hash }: Head,
  at: Date,
  key: AuditKey,
): AuditCheckpointRow {
  const row = { position, hash, sincePosition: since.position, sinceHash: since.hash, at };
  return { ...row, signature: key.sign(textOf(row)) };
}

/** Whether the holder of the key signed the checkpoint. */
export const isGenuine = (row: AuditCheckpointRow, publicKey: KeyObject): boolean =>
  isSigned(textOf(row), row.signature, publicKey);

export const headOf = (row: AuditCheckpointRow | undefined): Head =>
  row
    ? {
        position: row.position,
        hash: row.hash,
        since: { position: row.sincePosition, hash: row.sinceHash },
      }
    : EMPTY;

/** Whether a checkpoint stays when a newer one is made. */
export const isLastOfItsHour = ({ at }: AuditCheckpointRow, next: Date): boolean =>
  Math.floor(at.getTime() / HOUR) !== Math.floor(next.getTime() / HOUR);
