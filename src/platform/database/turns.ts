import type { EntityManager } from 'typeorm';

/**
 * Waits until no other transaction is at work on the subject, and keeps it until this one ends: for what a single
 * statement cannot decide. On SQLite every transaction is alone anyway.
 *
 * @param subject a text that all who must not meet agree on, such as `user:ID`
 */
export async function takeTurn(tx: EntityManager, subject: string): Promise<void> {
  if (tx.connection.options.type !== 'postgres') return;
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [subject]);
}
