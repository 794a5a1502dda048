import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, LateSave } from '../../platform/clock/index.js';
import { ApiKey } from './api-key.entity.js';

/** How exactly it is told when a key was used. */
const NEAR_ENOUGH = 60_000;

/** Notes when each key was last used: to the minute, and after the answer, many at once. */
@Injectable()
export class ApiKeyUses implements BeforeApplicationShutdown {
  private readonly log = new Logger('ApiKeys');
  private unsaved = new Map<string, Date>();
  private readonly lateSave = new LateSave(() => this.saveBatch());

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  note({ id, lastUsedAt }: Pick<ApiKey, 'id' | 'lastUsedAt'>): void {
    const now = this.clock.now();
    if (lastUsedAt && Math.abs(now.getTime() - lastUsedAt.getTime()) < NEAR_ENOUGH) return;
    this.unsaved.set(id, now);
    this.lateSave.soon();
  }

  /** Writes down what was noted. What cannot be written now is written with the next. */
  save(): Promise<void> {
    return this.lateSave.now();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.lateSave.stop();
  }

  private async saveBatch(): Promise<void> {
    if (this.unsaved.size === 0) return;
    const batch = this.unsaved;
    this.unsaved = new Map();
    try {
      await this.dataSource.transaction(async (tx) => {
        for (const [id, lastUsedAt] of [...batch].sort(byId)) await tx.update(ApiKey, { id }, { lastUsedAt });
      });
    } catch (error) {
      this.log.warn(`The last use of API keys could not be recorded yet: ${String(error)}`);
      this.unsaved = new Map([...batch, ...this.unsaved]);
      this.lateSave.soon();
    }
  }
}

/** All nodes take the rows in one order, so that none waits for another that waits for it. */
const byId = ([a]: [string, Date], [b]: [string, Date]): number => (a < b ? -1 : 1);
