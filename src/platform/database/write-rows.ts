import type { EntityManager, EntityTarget, InsertQueryBuilder, ObjectLiteral } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';

/**
 * Inserts rows, and reads nothing back: `EntityManager.insert` asks with a statement of its own for what the database
 * may have filled in. For rows that say everything themselves, or of whom nobody asks.
 */
export async function writeRows<Row extends ObjectLiteral>(
  tx: EntityManager,
  target: EntityTarget<Row>,
  rows: QueryDeepPartialEntity<Row>[],
): Promise<void> {
  await inserting(tx, target, rows).execute();
}

/** The same, where a row with the same key is replaced. */
export async function replaceRow<Row extends ObjectLiteral>(
  tx: EntityManager,
  target: EntityTarget<Row>,
  row: QueryDeepPartialEntity<Row>,
  key: string,
): Promise<void> {
  const rest = Object.keys(row).filter((column) => column !== key);
  await inserting(tx, target, [row]).orUpdate(rest, [key]).execute();
}

const inserting = <Row extends ObjectLiteral>(
  tx: EntityManager,
  target: EntityTarget<Row>,
  rows: QueryDeepPartialEntity<Row>[],
): InsertQueryBuilder<Row> => tx.createQueryBuilder().insert().into(target).values(rows).updateEntity(false);
