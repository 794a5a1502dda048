import type { QueryRunner } from 'typeorm';

/** Frees a transaction of PostgreSQL from the time limits of requests: a copy lasts as long as there are rows. */
export async function takeItsTime(runner: QueryRunner): Promise<void> {
  await runner.query('SET LOCAL statement_timeout = 0');
  await runner.query('SET LOCAL idle_in_transaction_session_timeout = 0');
}
