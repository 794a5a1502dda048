import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const INDICES: [name: string, column: string][] = [
  ['IDX_sessions_expiry', 'expiresAt'],
  ['IDX_sessions_end', 'endedAt'],
];

/** What is over is found without looking at what lives. */
export class Sweeping1790000014000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // One after the other: createIndices makes them at once, and each trips over the other's while it reads the table.
    for (const [name, column] of INDICES)
      await runner.createIndex('sessions', new TableIndex({ name, columnNames: [column] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of INDICES.toReversed()) await runner.dropIndex('sessions', name);
  }
}
