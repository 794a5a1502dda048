import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';

/** Rings when a transaction that asked for it was committed: what it wrote can be seen from then on, and not before. */
@Injectable()
export class CommitBell {
  private readonly asked = new WeakSet<QueryRunner>();
  private readonly listeners = new Set<() => void>();

  constructor(dataSource: DataSource) {
    dataSource.subscribers.push({
      afterTransactionCommit: ({ queryRunner }) => {
        if (!queryRunner.isTransactionActive && this.asked.delete(queryRunner)) this.ring(); // no mere savepoint
      },
    });
  }

  ringAfter({ queryRunner }: EntityManager): void {
    if (queryRunner?.isTransactionActive) this.asked.add(queryRunner);
    else this.ring();
  }

  onRing(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Later: a listener must neither delay nor fail the commit. */
  private ring(): void {
    for (const listener of this.listeners) setImmediate(listener);
  }
}
