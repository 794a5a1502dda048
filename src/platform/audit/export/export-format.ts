import type { KeyObject } from 'node:crypto';
import type { AuditEvent, AuditRecord } from '../audit-event.entity.js';
import { type AuditKey, nameOfKey } from '../chain/audit-key.js';
import { type Place, recordText, sealedLine } from '../chain/audit-record.js';
import type { Head } from '../chain/checkpoint.js';

export const FORMAT = 'sallyport-audit/1';
export const STATEMENT = 'sallyport-audit-export/1';

/** Which records are wanted. Without any, all: only that can be proven to be complete. */
export interface AuditFilter {
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  readonly type?: string | undefined;
  readonly userId?: string | undefined;
}

/** The first line of an export. */
export interface ExportHeader {
  readonly format: typeof FORMAT;
  readonly exportedAt: string;
  /** Null for an export of the whole log. */
  readonly filter: AuditFilter | null;
  readonly remark: string;
  /** The log holds what stands after this record… */
  readonly since: Place;
  /** …up to this one. */
  readonly until: Place;
  readonly kid: string;
  /** SPKI, PEM. */
  readonly publicKey: string;
}

/** The last line, beside its signature. It vouches for every byte before it. */
export interface ExportFooter {
  readonly statement: typeof STATEMENT;
  readonly since: Place;
  readonly until: Place;
  readonly records: number;
  readonly at: string;
  /** SHA-256 of all lines before, with their line breaks; base64url. */
  readonly digest: string;
  readonly kid: string;
}

const REMARKS = {
  whole: 'every record of the log, from the first that is kept to the last',
  selection: 'a selection: it can be proven that this file is unaltered, but not what it leaves out',
};

const isEmpty = (filter: AuditFilter) => Object.values(filter).every((value) => value === undefined);

const placeOf = ({ position, hash }: Place): Place => ({ position, hash });

export function headerLine(head: Head, filter: AuditFilter, at: Date, publicKey: KeyObject): string {
  const isWhole = isEmpty(filter);
  const header: ExportHeader = {
    format: FORMAT,
    exportedAt: at.toISOString(),
    filter: isWhole ? null : filter,
    remark: isWhole ? REMARKS.whole : REMARKS.selection,
    since: placeOf(head.since),
    until: placeOf(head),
    kid: nameOfKey(publicKey),
    publicKey: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  };
  return JSON.stringify(header);
}

export const recordLine = (
  event: AuditRecord & Pick<AuditEvent, 'position' | 'hash'>,
  before: string,
): string => sealedLine(recordText(event, event.position ?? 0, before), 'hash', event.hash ?? '');

export function footerLine(head: Head, records: number, digest: string, at: Date, key: AuditKey): string {
  const footer: ExportFooter = {
    statement: STATEMENT,
    since: placeOf(head.since),
    until: placeOf(head),
    records,
    at: at.toISOString(),
    digest,
    kid: nameOfKey(key.publicKey),
  };
  const text = JSON.stringify(footer);
  return sealedLine(text, 'signature', key.sign(text));
}
