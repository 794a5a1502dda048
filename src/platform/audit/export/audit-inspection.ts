import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
import { AuditEvent } from '../audit-event.entity.js';
import { AuditChain, ForgedHead } from '../chain/audit-chain.js';
import { AuditCheckpointRow } from '../chain/audit-checkpoint.entity.js';
import { AuditKey } from '../chain/audit-key.js';
import type { Place } from '../chain/audit-record.js';
import { isGenuine } from '../chain/checkpoint.js';
import { AuditExport } from './audit-export.js';
import type { Fault, Verdict } from './verify-export.js';
import { verifyLines } from './verify-lines.js';

/** Verifies the log where it stands, in the same way as an export of it, and the checkpoints that are kept. */
@Injectable()
export class AuditInspection {
  constructor(
    private readonly dataSource: DataSource,
    private readonly chain: AuditChain,
    private readonly exports: AuditExport,
    private readonly key: AuditKey,
  ) {}

  /** @param place a record that is known from before */
  async verdict(place?: Place): Promise<Verdict> {
    try {
      return await this.inspect(place);
    } catch (error) {
      if (error instanceof ForgedHead)
        return { fault: forged(error.message), records: 0, isExpectedGone: false };
      throw error;
    }
  }

  private async inspect(place: Place | undefined): Promise<Verdict> {
    const expected = { publicKey: this.key.publicKey, place };
    const verdict = await verifyLines(this.exports.lines(), expected);
    const { since } = await this.chain.head();
    const checkpoints = await this.dataSource.manager.find(AuditCheckpointRow, {
      where: { position: MoreThan(since.position) },
      order: { position: 'ASC' },
    });
    let fault = verdict.fault ?? (await this.strays(verdict)) ?? (await this.misfits());
    for (const checkpoint of checkpoints) fault ??= await this.faultOf(checkpoint);
    return { ...verdict, fault };
  }

  /** Rows that claim a place and were in no page of the log: an operator who looks at the table would see them. */
  private async strays({ records, footer }: Verdict): Promise<Fault | undefined> {
    const rows = await this.dataSource
      .createQueryBuilder(AuditEvent, 'event')
      .where('event.position <= :until', { until: footer?.until.position ?? 0 })
      .andWhere('NOT (event.position BETWEEN 1 AND :since)', { since: footer?.since.position ?? 0 })
      .getCount();
    if (rows <= records) return undefined; // fewer: retention has gone on meanwhile
    const story = `${rows - records} of the records in the database have a place that is none of the chain's.`;
    return { kind: 'added', line: 0, story };
  }

  /**
   * SQLite keeps anything in any column. What reads like the time it was, and is compared as none, would be in no
   * answer to who asks by time.
   */
  private async misfits(): Promise<Fault | undefined> {
    if (this.dataSource.options.type !== 'sqlite') return undefined;
    const rows = await this.dataSource
      .createQueryBuilder(AuditEvent, 'event')
      .where('event.position IS NOT NULL')
      .andWhere("(typeof(event.at), typeof(event.detail), typeof(event.hash)) <> ('integer', 'text', 'text')")
      .getCount();
    if (rows === 0) return undefined;
    return { kind: 'edited', line: 0, story: `${rows} of the records are not kept as they were written.` };
  }

  private async faultOf(checkpoint: AuditCheckpointRow): Promise<Fault | undefined> {
    const { position, hash } = checkpoint;
    if (!isGenuine(checkpoint, this.key.publicKey))
      return forged(`The checkpoint at record ${position} was not signed by this server.`);
    if (await this.dataSource.manager.existsBy(AuditEvent, { position, hash })) return undefined;
    return forged(`Record ${position} is not the one that its checkpoint was signed for.`);
  }
}

const forged = (story: string): Fault => ({ kind: 'forged', line: 0, story });
