import type { DataSource } from 'typeorm';
import { spanned } from '../tracing/index.js';

/** Shows each transaction, and how long it waited for its turn, in the trace of its request. No statement: they name people. */
export function traceTransactions(dataSource: DataSource): DataSource {
  const { manager } = dataSource;
  const transaction = manager.transaction.bind(manager) as (...args: unknown[]) => Promise<unknown>;
  const attributes = { 'db.system.name': dataSource.options.type === 'postgres' ? 'postgresql' : 'sqlite' };
  manager.transaction = ((...args: unknown[]) =>
    spanned('database transaction', () => transaction(...args), attributes)) as typeof manager.transaction;
  return dataSource;
}
