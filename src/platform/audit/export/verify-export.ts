import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { isSigned, nameOfKey } from '../chain/audit-key.js';
import { openLine, type Place, sha256 } from '../chain/audit-record.js';
import { type ExportFooter, type ExportHeader, FORMAT, STATEMENT } from './export-format.js';

export type FaultKind =
  | 'notAnExport'
  | 'edited'
  | 'removed'
  | 'reordered'
  | 'repeated'
  | 'foreign'
  | 'rewritten'
  | 'truncated'
  | 'added'
  | 'forged'
  | 'rolledBack';

/** The first thing that is wrong. */
export interface Fault {
  readonly kind: FaultKind;
  readonly line: number;
  /** In a sentence, with the records it is about. */
  readonly story: string;
}

export interface Verdict {
  readonly fault?: Fault | undefined;
  readonly header?: ExportHeader | undefined;
  readonly footer?: ExportFooter | undefined;
  readonly records: number;
  /** The place that was expected is before the signed beginning: retention may have removed it, and nothing is told by it. */
  readonly isExpectedGone: boolean;
}

export interface Expectations {
  /** Whose signature counts. Without it, that of whoever the file says: then it proves nothing but that it is consistent. */
  readonly publicKey?: KeyObject | undefined;
  /** A place of the log that is known from before. */
  readonly place?: Place | undefined;
}

type ChainedRecord = { readonly position: number; readonly before: string };

/** Checks an export line by line, and holds no more than one. */
export class ExportVerification {
  private readonly digest = createHash('sha256');
  private line = 0;
  private records = 0;
  private header: ExportHeader | undefined;
  private footer: ExportFooter | undefined;
  private last: Place | undefined;
  private fault: Fault | undefined;
  /** Records that did not come when it was their turn: they may stand further below. */
  private gap: { readonly from: number; readonly to: number; readonly line: number } | undefined;
  private hasExpectedPlace: boolean;

  constructor(private readonly expected: Expectations) {
    this.hasExpectedPlace = expected.place === undefined;
  }

  /** @param text a line without its break; undefined where it is no UTF-8 */
  take(text: string | undefined): void {
    this.line += 1;
    if (this.line === 1) this.takeHeader(text);
    else if (this.footer) this.fail('added', 'Something stands after the signed end.');
    else if (text?.startsWith(`{"statement":"${STATEMENT}"`)) this.takeFooter(text);
    else this.takeRecord(text);
    if (!this.footer) this.digest.update(`${text}\n`);
  }

  /** @param isCutOff whether the last line had no break at its end */
  verdict(isCutOff: boolean): Verdict {
    if (this.gap) this.failAtGap('removed', this.gap);
    if (!this.footer || isCutOff)
      this.fail('truncated', `It ends ${this.afterLast()}, without its signed end.`);
    const isExpectedGone = !this.fault && this.isBeforeTheBeginning(this.expected.place);
    if (!this.fault && !this.hasExpectedPlace && !isExpectedGone) this.failExpectation();
    const { fault, header, footer, records } = this;
    return { fault, header, footer, records, isExpectedGone };
  }

  private takeHeader(text: string | undefined): void {
    const header = parsed<ExportHeader>(text);
    if (header?.format !== FORMAT || !isPlace(header.since))
      return this.fail('notAnExport', `The first line is not that of an export (${FORMAT}).`);
    this.header = header;
    this.see(header.since);
  }

  private takeRecord(text: string | undefined): void {
    this.records += 1;
    if (!this.header || !this.last) return;
    const opened = text === undefined ? undefined : openLine(text, 'hash');
    const record = parsed<ChainedRecord>(opened?.text);
    if (this.gap) {
      if (record?.position === this.gap.from) this.failAtGap('reordered', this.gap);
      return;
    }
    const isBlank = record?.before === ''; // the one before it was not in the database
    const isAsWritten = opened && isRecord(record) && (isBlank || sha256(opened.text) === opened.seal);
    if (!isAsWritten) return this.fail('edited', `The record ${this.afterLast()} is not as it was written.`);
    this.place(record, opened.seal, this.last);
  }

  private place({ position, before }: ChainedRecord, hash: string, last: Place): void {
    const isSelection = this.header?.filter !== null;
    if (position <= last.position)
      return this.fail(
        'repeated',
        `Record ${position} stands ${this.afterLast()}, where it does not belong.`,
      );
    if (before === '' || (position > last.position + 1 && !isSelection)) {
      const from = before === '' && isSelection ? position - 1 : last.position + 1;
      this.gap = { from, to: Math.max(from, position - 1), line: this.line };
      return;
    }
    if (position === last.position + 1 && before !== last.hash)
      return this.fail(
        'foreign',
        `Record ${position} does not follow on the one before it: it is of another log.`,
      );
    this.see({ position, hash });
  }

  private takeFooter(text: string): void {
    const opened = openLine(text, 'signature');
    const footer = parsed<ExportFooter>(opened?.text);
    this.footer = footer ?? ({} as ExportFooter);
    if (this.gap) this.failAtGap('removed', this.gap);
    const key = this.expected.publicKey ?? keyIn(this.header);
    if (!opened || !key || !isSigned(opened.text, opened.seal, key) || !isFooter(footer, key))
      return this.fail('forged', 'The signed end was not signed with the key of this log.');
    if (this.header) this.compare(this.header, footer);
  }

  private compare({ since, filter }: ExportHeader, footer: ExportFooter): void {
    const { position, hash } = this.last ?? since;
    const { since: begun, until } = footer;
    if (since.position > begun.position)
      this.fail('removed', `${are(begun.position + 1, since.position)} missing at the beginning.`);
    if (filter === null && position < until.position)
      this.fail('truncated', `${are(position + 1, until.position)} missing at the end.`);
    if (filter === null && position > until.position)
      this.fail('added', `${are(until.position + 1, position)} not among the signed ones.`);
    if (filter === null && hash !== until.hash)
      this.fail('rewritten', 'The records follow on each other, but are not those that were signed.');
    if (this.records !== footer.records)
      this.fail('removed', `It has ${this.records} records, and ${footer.records} were signed.`);
    if (this.digest.copy().digest('base64url') !== footer.digest)
      this.fail('edited', 'The first line, or which records were selected, is not as it was written.');
  }

  private isBeforeTheBeginning(place: Place | undefined): boolean {
    return place !== undefined && this.footer !== undefined && place.position < this.footer.since.position;
  }

  private failExpectation(): void {
    const { position = 0 } = this.expected.place ?? {};
    this.fail(
      'rolledBack',
      `The log does not hold record ${position} as it was known: it was put back or replaced.`,
    );
  }

  private failAtGap(
    kind: 'removed' | 'reordered',
    { from, to, line }: { from: number; to: number; line: number },
  ) {
    const story =
      kind === 'removed'
        ? `${are(from, to)} missing.`
        : `Record ${from} stands further below, and not where it belongs.`;
    this.fail(kind, story, line);
    this.gap = undefined;
  }

  private see(place: Place): void {
    this.last = place;
    const { position, hash } = this.expected.place ?? {};
    if (place.position === position && place.hash === hash) this.hasExpectedPlace = true;
  }

  /** The first fault counts: what comes after it may follow from it. */
  private fail(kind: FaultKind, story: string, line = this.line): void {
    this.fault ??= { kind, line, story };
  }

  private afterLast(): string {
    return this.last && this.last.position > 0 ? `after record ${this.last.position}` : 'at the beginning';
  }
}

const are = (from: number, to: number) =>
  from === to ? `Record ${from} is` : `Records ${from} to ${to} are`;

const isPlace = (place: Place | undefined): place is Place =>
  Number.isSafeInteger(place?.position) && /^[\w-]{43}$/.test(String(place?.hash));

/** Whole places only: between 1 and 2 there would be room for more, of which none has to follow on the one before. */
const isRecord = (record: ChainedRecord | undefined): record is ChainedRecord =>
  Number.isSafeInteger(record?.position) && typeof record?.before === 'string';

/** What it says is shown to people: without a pinned key, anybody may have signed it, and whatever it says. */
const isFooter = (footer: ExportFooter | undefined, key: KeyObject): footer is ExportFooter =>
  footer !== undefined &&
  isPlace(footer.since) &&
  isPlace(footer.until) &&
  Number.isSafeInteger(footer.records) &&
  /^[\dT:.Z-]+$/.test(footer.at) &&
  footer.kid === nameOfKey(key);

function parsed<T>(text: string | undefined): T | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}

function keyIn(header: ExportHeader | undefined): KeyObject | undefined {
  try {
    const key = createPublicKey(header?.publicKey ?? '');
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}
