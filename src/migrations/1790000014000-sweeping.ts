import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

/** What is over is found without looking at what lives. */
export class Sweeping1790000014000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndices('sessions', [
      new TableIndex({ name: 'IDX_sessions_expiry', columnNames: ['expiresAt'] }),
      new TableIndex({ name: 'IDX_sessions_end', columnNames: ['endedAt'] }),
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['IDX_sessions_end', 'IDX_sessions_expiry']) await runner.dropIndex('sessions', name);
  }
}
