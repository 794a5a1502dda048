import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull, LessThanOrEqual, Not } from 'typeorm';
import { Clock } from '../../clock/index.js';
import { takeTurn } from '../../database/index.js';
import { OperatorError } from '../../errors/index.js';
import { AuditEvent } from '../audit-event.entity.js';
import { AuditLog } from '../audit-log.js';
import { AuditSeal } from '../audit-seal.js';
import { AuditCheckpointRow } from './audit-checkpoint.entity.js';
import { AuditKey } from './audit-key.js';
import { BEGINNING, type Place, placeAfter } from './audit-record.js';
import { type Head, headOf, isGenuine, isLastOfItsHour, signedCheckpoint } from './checkpoint.js';

/** How many records get their place in one transaction: on SQLite everybody else waits for it. */
const BATCH = 200;

/** Characters that are kept of a row that somebody else put there. */
const KEPT = 10_000;

/** Somebody changed what the server had signed. Nothing is added to the chain until an operator has mended it. */
export class ForgedHead extends OperatorError {}

const NOT_OURS =
  'The newest checkpoint of the audit log was not signed by this server: somebody changed it, or the MASTER_KEY is another one. Nothing is added to the chain until that is mended.';

const putBack = (furthest: number, { position }: Head) =>
  `The audit log reached record ${furthest}, and its newest checkpoint is of record ${position}: somebody put it back. Nothing is added to the chain until that is mended.`;

/**
 * Gives committed records their place. Not the transactions that write them: each would need the hash of the one
 * before it, and so all writers of all nodes would wait for each other.
 */
@Injectable()
export class AuditChain {
  private readonly logger = new Logger('Audit');
  /** The furthest place this process has seen: a log cannot become shorter at its end. */
  private furthest = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly key: AuditKey,
    private readonly seal: AuditSeal,
    private readonly log: AuditLog,
  ) {}

  /** Chains all that is committed. Returns how many records. */
  async catchUp(): Promise<number> {
    const open = { where: { position: IsNull() }, select: { seq: true } } as const;
    let chained = 0;
    while (await this.dataSource.manager.findOne(AuditEvent, open)) {
      const { count, last } = await this.inTurn((head, tx) => this.chainBatch(head, tx));
      this.furthest = Math.max(this.furthest, last.position);
      chained += count;
      if (count < BATCH) break;
    }
    return chained;
  }

  /** Runs while nobody else, on whatever node, changes the chain. */
  async inTurn<T>(run: (head: Head, tx: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (tx) => {
      await takeTurn(tx, 'audit chain');
      return run(await this.head(tx), tx);
    });
  }

  /** @throws ForgedHead when what the database says of it is not what this server signed */
  async head(tx: EntityManager = this.dataSource.manager): Promise<Head> {
    const furthest = await this.furthestPlace(tx); // first: a batch in between moves the checkpoint, too
    const [newest] = await tx.find(AuditCheckpointRow, { order: { position: 'DESC' }, take: 1 });
    if (newest && !isGenuine(newest, this.key.publicKey)) throw new ForgedHead(NOT_OURS);
    const head = headOf(newest);
    if (head.position < this.furthest) throw new ForgedHead(putBack(this.furthest, head));
    // Not `>`: SQLite keeps a text there, too, which is after every number, and neither greater nor less.
    if (furthest !== null && !(furthest <= head.position)) throw new ForgedHead(putBack(furthest, head));
    return head;
  }

  private async furthestPlace(tx: EntityManager): Promise<number | null> {
    const [last] = await tx.find(AuditEvent, {
      select: { position: true },
      where: { position: Not(IsNull()) },
      order: { position: 'DESC' },
      take: 1,
    });
    return last?.position ?? null;
  }

  /** Signs how far the log reaches. Of the checkpoints before, the last of each hour is kept. */
  async sign(head: Head, tx: EntityManager): Promise<void> {
    const [newest] = await tx.find(AuditCheckpointRow, { order: { position: 'DESC' }, take: 1 });
    const next = signedCheckpoint(head, this.clock.now(), this.key);
    if (newest && (newest.position === next.position || !isLastOfItsHour(newest, next.at)))
      await tx.delete(AuditCheckpointRow, { position: newest.position });
    await tx.insert(AuditCheckpointRow, next);
  }

  /** How many committed records have no place yet. */
  async openTail(): Promise<number> {
    return this.dataSource.manager.countBy(AuditEvent, { position: IsNull() });
  }

  /** From now on the log begins after this place. Its records are to be removed by and by. */
  async beginAfter(since: Place, head: Head, tx: EntityManager): Promise<void> {
    await tx.delete(AuditCheckpointRow, { position: LessThanOrEqual(since.position) });
    await this.sign({ ...head, since }, tx);
  }

  /**
   * Leaves behind a log that this server cannot continue, as after a change of the master key, and begins after it.
   * What was chained stays, unproven, until retention removes it.
   *
   * @throws OperatorError while there is nothing wrong with it
   */
  async beginAnew(tx: EntityManager): Promise<Place> {
    await takeTurn(tx, 'audit chain');
    await this.assertForged(tx);
    const last = await tx.findOne(AuditEvent, {
      where: { position: Not(IsNull()) },
      order: { position: 'DESC' },
    });
    const place = { position: last?.position ?? BEGINNING.position, hash: last?.hash ?? BEGINNING.hash };
    if (!Number.isSafeInteger(place.position))
      throw new OperatorError(`A record has the place ${place.position}, which is none. Remove it first.`);
    await tx.createQueryBuilder().delete().from(AuditCheckpointRow).execute();
    await this.sign({ ...place, since: place }, tx);
    return place;
  }

  /** @throws OperatorError where the log can be continued */
  async assertForged(tx?: EntityManager): Promise<void> {
    const isForged = await this.head(tx).then(
      () => false,
      (error: unknown) => {
        if (error instanceof ForgedHead) return true;
        throw error;
      },
    );
    if (!isForged) throw new OperatorError('The audit log can be continued: there is nothing to restart.');
  }

  private async chainBatch(head: Head, tx: EntityManager): Promise<{ count: number; last: Place }> {
    const where = { position: IsNull() };
    const events = await tx.find(AuditEvent, { where, order: { seq: 'ASC' }, take: BATCH });
    const own = events.filter((event) => this.seal.isOn(event));
    if (own.length < events.length)
      await this.reject(
        events.filter((event) => !own.includes(event)),
        tx,
      );
    if (own.length === 0) return { count: events.length, last: head };
    const places: (Place & { readonly seq: number })[] = [];
    let last: Place = head;
    for (const event of own) {
      last = placeAfter(last, event);
      places.push({ ...last, seq: event.seq });
    }
    await put(places, tx);
    await this.sign({ ...last, since: head.since }, tx);
    return { count: events.length, last };
  }

  /** What no server wrote gets no place. What stood there is kept, in a record that says so. */
  private async reject(rows: readonly AuditEvent[], tx: EntityManager): Promise<void> {
    this.logger.error(
      `Somebody put ${rows.length} rows into the audit log, or changed them before they had their place: look for records of the type audit.rejected`,
    );
    await tx.delete(AuditEvent, { seq: In(rows.map(({ seq }) => seq)) });
    const told = rows.map((row) =>
      this.log.eventOf({
        type: 'audit.rejected',
        outcome: 'failure',
        actor: 'system',
        detail: { row: JSON.stringify(row).slice(0, KEPT) },
      }),
    );
    await this.log.insert(told, tx);
  }
}

/** One statement for all of them. What stands in its text is numbers and base64url of our own. */
async function put(places: readonly (Place & { readonly seq: number })[], tx: EntityManager): Promise<void> {
  const each = (value: (place: Place) => string) =>
    `CASE "seq" ${places.map((place) => `WHEN ${place.seq} THEN ${value(place)}`).join(' ')} END`;
  await tx
    .createQueryBuilder()
    .update(AuditEvent)
    .set({
      position: () => each(({ position }) => `${position}`),
      hash: () => each(({ hash }) => `'${hash}'`),
    })
    .where(`"seq" IN (${places.map(({ seq }) => seq).join(', ')})`)
    .execute();
}
