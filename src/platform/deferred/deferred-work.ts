import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock, Poll, secondsAfter } from '../clock/index.js';
import { Sealer } from '../crypto/index.js';
import { newId } from '../database/index.js';
import { stackOf } from '../errors/index.js';
import { DeferredWorkRow } from './deferred-work.entity.js';

/** Seconds. Not at once: the work for one request must not be seen in the time of the next. */
const PAUSE = 0.5;

/** How much is done in one go. */
const BATCH = 50;

/** Seconds after which work that fails is given up. */
const PATIENCE = 3600;

type Work = (content: never, tx: EntityManager) => Promise<void>;

/**
 * Work that is done after the answer, so that the answer tells nothing by its bytes or its time: accepting it costs
 * one write, whatever there is to do. It survives a restart, and of several nodes one does it, in one transaction
 * with the removal of its row.
 */
@Injectable()
export class DeferredWork implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger('DeferredWork');
  private readonly works = new Map<string, Work>();
  private readonly poll = new Poll(() => this.catchUp(), PAUSE, this.log, 'Deferred work could not be read');
  private running: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
    private readonly server: HttpAdapterHost,
  ) {}

  /** Names who does the work of a kind. Only what the transaction undoes may be done in it: it is tried again. */
  undertakes<C extends object>(kind: string, work: (content: C, tx: EntityManager) => Promise<void>): void {
    this.works.set(kind, work as Work);
  }

  async put(kind: string, content: object): Promise<void> {
    const id = newId();
    const sealedContent = this.sealer.seal(JSON.stringify(content), id);
    const row = { id, kind, sealedContent, createdAt: this.clock.now() };
    await this.dataSource.manager.insert(DeferredWorkRow, row);
  }

  /** From when the server listens: a command leaves the work to it. */
  onModuleInit(): void {
    this.server.listen$.subscribe(() => this.poll.start());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poll.stop();
  }

  /** Does what there is to do, and waits for it. */
  async catchUp(): Promise<void> {
    this.running ??= this.doAll().finally(() => (this.running = undefined));
    await this.running;
  }

  private async doAll(): Promise<void> {
    const rows = await this.dataSource.manager.find(DeferredWorkRow, { order: { id: 'ASC' }, take: BATCH });
    for (const row of rows) await this.attempt(row);
  }

  private async attempt(row: DeferredWorkRow): Promise<void> {
    try {
      await this.dataSource.transaction(async (tx) => {
        const { affected } = await tx.delete(DeferredWorkRow, { id: row.id });
        if (affected === 1) await this.workOf(row)(this.contentOf(row), tx);
      });
    } catch (error) {
      const isOver = secondsAfter(row.createdAt, PATIENCE) < this.clock.now();
      this.log.error(`${row.kind} ${row.id} failed${isOver ? ', and is given up' : ''}`, stackOf(error));
      if (isOver) await this.dataSource.manager.delete(DeferredWorkRow, { id: row.id });
    }
  }

  private workOf({ kind }: DeferredWorkRow): Work {
    const work = this.works.get(kind);
    if (!work) throw new Error(`Nobody does the work of the kind ${kind}`);
    return work;
  }

  private contentOf({ id, sealedContent }: DeferredWorkRow): never {
    return JSON.parse(this.sealer.open(sealedContent, id)) as never;
  }
}
