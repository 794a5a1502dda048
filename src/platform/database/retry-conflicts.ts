import { setTimeout as wait } from 'node:timers/promises';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';

type Run = (tx: EntityManager) => Promise<unknown>;

/** serialization_failure, deadlock_detected (PostgreSQL, appendix A): nothing of the transaction was done. */
const CONFLICTS = new Set(['40001', '40P01']);

/**
 * Runs a transaction again that PostgreSQL ended for the sake of another. What runs in one must therefore do nothing
 * outside of the database before it has returned.
 */
export function retryConflicts(dataSource: DataSource, retries: number): DataSource {
  const { manager } = dataSource;
  const transaction = manager.transaction.bind(manager) as (...args: unknown[]) => Promise<unknown>;
  manager.transaction = (async (...args: [Run] | [string, Run]) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await transaction(...args);
      } catch (error) {
        if (attempt > retries || !isConflict(error)) throw error;
        await wait(attempt * 5);
      }
    }
  }) as typeof manager.transaction;
  return dataSource;
}

const isConflict = (error: unknown): boolean =>
  error instanceof QueryFailedError && CONFLICTS.has((error.driverError as { code?: string }).code ?? '');
