import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Between, DataSource, type FindOptionsWhere, LessThan, MoreThan, MoreThanOrEqual } from 'typeorm';
import { Clock } from '../../clock/index.js';
import { OperatorError } from '../../errors/index.js';
import { AuditEvent } from '../audit-event.entity.js';
import { AuditChain } from '../chain/audit-chain.js';
import { AuditCheckpointRow } from '../chain/audit-checkpoint.entity.js';
import { AuditKey } from '../chain/audit-key.js';
import type { Head } from '../chain/checkpoint.js';
import { type AuditFilter, footerLine, headerLine, recordLine } from './export-format.js';

const PAGE = 1000;

/** Tells the log as lines of JSON that anybody can check with the public key: a header, the records, a signed end. */
@Injectable()
export class AuditExport {
  constructor(
    private readonly dataSource: DataSource,
    private readonly chain: AuditChain,
    private readonly key: AuditKey,
    private readonly clock: Clock,
  ) {}

  /**
   * Up to what is committed now; each text holds many lines. It tells what the database holds, also where that was
   * tampered with: to find that is the work of who verifies it.
   *
   * @throws ForgedHead when its head is none of this server's; OperatorError when retention went on meanwhile
   */
  async *lines(filter: AuditFilter = {}): AsyncGenerator<string> {
    await this.chain.catchUp();
    const head = await this.chain.head();
    const digest = createHash('sha256');
    const told = (lines: readonly string[]) => {
      const text = lines.map((line) => `${line}\n`).join('');
      digest.update(text);
      return text;
    };
    yield told([headerLine(head, filter, this.clock.now(), this.key.publicKey)]);
    let records = 0;
    for await (const lines of this.pages(head, filter)) {
      records += lines.length;
      yield told(lines);
    }
    await this.assertNothingRemoved(head);
    yield `${footerLine(head, records, digest.digest('base64url'), this.clock.now(), this.key)}\n`;
  }

  private async *pages(head: Head, filter: AuditFilter): AsyncGenerator<string[]> {
    let last = head.since.position;
    while (last < head.position) {
      const page = await this.dataSource.manager.find(AuditEvent, {
        where: { ...conditions(filter), position: Between(last + 1, head.position) },
        order: { position: 'ASC' },
        take: PAGE,
      });
      const hashes = await this.hashesBefore(page, head);
      if (page.length > 0)
        yield page.map((event) => recordLine(event, hashes.get((event.position ?? 0) - 1) ?? ''));
      if (page.length < PAGE) return;
      last = page.at(-1)?.position ?? head.position;
    }
  }

  /**
   * Every record and checkpoint there is, whoever signed them: for a log that this server cannot continue. The public
   * key of before proves its checkpoints, and each of these the hash of a record.
   */
  async *remains(): AsyncGenerator<string> {
    let after = -1;
    for (;;) {
      const where = { seq: MoreThan(after) };
      const page = await this.dataSource.manager.find(AuditEvent, {
        where,
        order: { seq: 'ASC' },
        take: PAGE,
      });
      if (page.length === 0) break;
      yield page.map((event) => `${JSON.stringify({ record: event })}\n`).join('');
      after = page.at(-1)?.seq ?? after;
    }
    for (const checkpoint of await this.dataSource.manager.find(AuditCheckpointRow))
      yield `${JSON.stringify({ checkpoint })}\n`;
  }

  /** By place, the hashes of the records before these. */
  private async hashesBefore(page: readonly AuditEvent[], { since }: Head): Promise<Map<number, string>> {
    const hashes = new Map([[since.position, since.hash]]);
    for (const { position, hash } of page) if (position !== null) hashes.set(position, hash ?? '');
    const missing = page.map(({ position }) => (position ?? 0) - 1).filter((before) => !hashes.has(before));
    if (missing.length === 0) return hashes;
    const rows = await this.dataSource
      .createQueryBuilder(AuditEvent, 'event')
      .select(['event.seq', 'event.position', 'event.hash'])
      .where(`event.position IN (${missing.join(', ')})`)
      .getMany();
    for (const { position, hash } of rows) hashes.set(position ?? 0, hash ?? '');
    return hashes;
  }

  /** @throws OperatorError when retention took records away meanwhile */
  private async assertNothingRemoved({ since }: Head): Promise<void> {
    const { position } = (await this.chain.head()).since;
    if (position === since.position) return;
    throw new OperatorError('Old records were removed meanwhile (AUDIT_RETENTION). Export again.');
  }
}

function conditions({ since, until, type, userId }: AuditFilter): FindOptionsWhere<AuditEvent> {
  const bounds = since && until ? Between(since, new Date(until.getTime() - 1)) : undefined;
  const at = bounds ?? (since && MoreThanOrEqual(since)) ?? (until && LessThan(until));
  return { ...(at && { at }), ...(type && { type }), ...(userId && { userId }) };
}
