import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock, Poll } from '../../platform/clock/index.js';
import type { Config } from '../../platform/config/index.js';
import { takeTurn } from '../../platform/database/index.js';
import { sessionsConfig } from '../../sessions/index.js';
import { BATCH, type Sweep, whatIsOver } from './what-is-over.js';

/** Seconds between two sweeps. */
const POLL = 60;

/** How often a sweep removes a batch of everything, at most. */
const ROUNDS = 100;

/** Milliseconds in between, which belong to everybody else. */
const PAUSE = 100;

/** Removes what is over, so that the tables grow with what lives and not with time. Every server does; a command never. */
@Injectable()
export class Sweeper implements OnModuleInit, OnApplicationShutdown {
  private readonly poll: Poll;
  private isStopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly server: HttpAdapterHost,
    @Inject(sessionsConfig.token) private readonly config: Config<typeof sessionsConfig>,
  ) {
    const complaint = 'What is over could not be removed; it is tried again';
    this.poll = new Poll(() => this.sweep(), POLL, new Logger('Sweeper'), complaint);
  }

  onModuleInit(): void {
    this.server.listen$.subscribe(() => this.poll.start());
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.poll.stop();
  }

  /** Returns how many rows it removed. What is left is for the next time. */
  async sweep(): Promise<number> {
    let removed = 0;
    for (let round = 0; round < ROUNDS && !this.isStopping; round += 1) {
      const batches = await this.removeBatches();
      removed += batches.reduce((sum, batch) => sum + batch, 0);
      if (batches.every((batch) => batch < BATCH)) break;
      await pause(PAUSE, undefined, { ref: false });
    }
    return removed;
  }

  private async removeBatches(): Promise<number[]> {
    const batches: number[] = [];
    for (const sweep of whatIsOver(this.config.SESSION_HISTORY, this.clock.now()))
      batches.push(await this.dataSource.transaction((tx) => remove(sweep, tx)));
    return batches;
  }
}

/** Nodes take turns, for two that removed the same rows could wait for each other. */
async function remove({ from, where, before }: Sweep, tx: EntityManager): Promise<number> {
  await takeTurn(tx, 'sweeping');
  const { affected } = await tx.createQueryBuilder().delete().from(from).where(where, { before }).execute();
  return affected ?? 0;
}
