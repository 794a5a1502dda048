import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import { AuditLog } from '../platform/audit/index.js';
import { isUniqueViolation } from '../platform/database/index.js';
import { AccountStore } from './account-store.js';
import { type Arrival, type ArrivalVerdict, judgeArrival, Known } from './arrival.js';
import { ArrivalReader } from './arrival-reader.js';

/** One line of a file: what it holds, or why that cannot be read. */
export interface ImportLine {
  readonly line: number;
  readonly value?: unknown;
  readonly fault?: string;
}

export interface ImportOutcome {
  readonly line: number;
  readonly verdict: 'imported' | 'alreadyThere' | 'refused';
  /** Why it was refused. */
  readonly reason?: string;
}

const REASONS: Record<Exclude<ArrivalVerdict, 'new' | 'alreadyThere'>, string> = {
  emailTaken: 'email belongs to another account',
  usernameTaken: 'username belongs to another account',
  roleUnknown: 'roles must exist; make them first, or leave them out',
};

/** Somebody may register between our look and our write, where the database lets both at once. */
const TRIES = 3;

/** Takes accounts in, each page of lines in one transaction: after a crash a page is there as a whole or not at all. */
@Injectable()
export class MoveIn {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: ArrivalReader,
    private readonly accounts: AccountStore,
    private readonly audit: AuditLog,
  ) {}

  /** @param rehearsal given, nothing is written, and what would have been is remembered in it */
  async take(lines: readonly ImportLine[], rehearsal?: Known): Promise<ImportOutcome[]> {
    const refused: ImportOutcome[] = [];
    const arrivals: LineArrival[] = [];
    for (const { line, value, fault } of lines) {
      const read = fault === undefined ? await this.reader.read(value) : { reason: fault };
      if ('reason' in read) refused.push({ line, verdict: 'refused', reason: read.reason });
      else arrivals.push({ ...read, line });
    }
    const decided = arrivals.length === 0 ? [] : await this.settle(arrivals, rehearsal);
    return [...refused, ...decided].sort((one, other) => one.line - other.line);
  }

  private async settle(arrivals: readonly LineArrival[], rehearsal?: Known): Promise<ImportOutcome[]> {
    for (let left = TRIES - 1; ; left--) {
      try {
        return await this.dataSource.transaction((tx) => this.within(tx, arrivals, rehearsal));
      } catch (error) {
        if (left === 0 || !isTaken(error)) throw error;
      }
    }
  }

  private async within(
    tx: EntityManager,
    arrivals: readonly LineArrival[],
    rehearsal?: Known,
  ): Promise<ImportOutcome[]> {
    const known = rehearsal ?? new Known();
    const roleIds = await this.accounts.roleIds(tx);
    await this.accounts.meet(arrivals, known, tx);
    const accepted: Arrival[] = [];
    const outcomes = arrivals.map((arrival) => {
      const verdict = judgeArrival(arrival, known, roleIds);
      if (verdict === 'new') {
        known.add(arrival.user);
        accepted.push(arrival);
      }
      return outcomeOf(arrival.line, verdict);
    });
    if (accepted.length > 0 && !rehearsal) {
      await this.accounts.write(accepted, roleIds, tx);
      await this.audit.record({ type: 'users.imported', detail: { count: accepted.length } }, tx);
    }
    return outcomes;
  }
}

type LineArrival = Arrival & { readonly line: number };

function outcomeOf(line: number, verdict: ArrivalVerdict): ImportOutcome {
  if (verdict === 'new') return { line, verdict: 'imported' };
  return verdict === 'alreadyThere'
    ? { line, verdict }
    : { line, verdict: 'refused', reason: REASONS[verdict] };
}

const isTaken = (error: unknown): boolean =>
  error instanceof QueryFailedError &&
  ['id', 'emailKey', 'usernameKey'].some((column) => isUniqueViolation(error, column));
