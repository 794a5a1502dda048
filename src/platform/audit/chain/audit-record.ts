import { hash } from 'node:crypto';
import type { AuditRecord } from '../audit-event.entity.js';

/** A place in the chain. */
export interface Place {
  readonly position: number;
  /** Of the record that stands there. */
  readonly hash: string;
}

/** Before the first record. */
export const BEGINNING: Place = { position: 0, hash: 'A'.repeat(43) };

/** base64url. */
export const sha256 = (text: string): string => hash('sha256', text, 'base64url');

/**
 * The text that is hashed: every field, and the hash of the record before, so that it stands where it stands. The
 * detail stands in it as it is stored, whether it is JSON or somebody has made something else of it.
 */
export function recordText(event: AuditRecord, position: number, before: string): string {
  const { at, type, outcome, actor, userId, sessionId, address, requestId, detail } = event;
  const known = { position, before, at, type, outcome }; // a time that is none is null
  const text = JSON.stringify({ ...known, actor, userId, sessionId, address, requestId });
  return `${text.slice(0, -1)},"detail":${detail}}`;
}

/** Where a record that follows on another stands. */
export function placeAfter(last: Place, event: AuditRecord): Place {
  const position = last.position + 1;
  return { position, hash: sha256(recordText(event, position, last.hash)) };
}

/** A line of JSON that ends with what vouches for the rest of it. */
export const sealedLine = (text: string, name: 'hash' | 'signature', seal: string): string =>
  `${text.slice(0, -1)},"${name}":"${seal}"}`;

const SEALED = {
  hash: /^([^]*),"hash":"([\w-]+)"}$/,
  signature: /^([^]*),"signature":"([\w-]+)"}$/,
};

/** The two parts of such a line, byte by byte; undefined for any other. */
export function openLine(
  line: string,
  name: 'hash' | 'signature',
): { readonly text: string; readonly seal: string } | undefined {
  const [, text, seal] = SEALED[name].exec(line) ?? [];
  return text === undefined || seal === undefined ? undefined : { text: `${text}}`, seal };
}
