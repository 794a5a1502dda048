import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

export class OneTimeTokens1790000012000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'one_time_tokens',
        columns: [
          { name: 'digest', type: 'varchar', length: '43', isPrimary: true },
          { name: 'purpose', type: 'varchar', length: '32' },
          { name: 'subject', type: 'varchar', length: '43' },
          { name: 'sealedDetail', type: 'text' },
          { name: 'createdAt', type: 'bigint' },
          { name: 'expiresAt', type: 'bigint' },
        ],
        indices: [
          { name: 'IDX_one_time_tokens_subject', columnNames: ['subject'] },
          { name: 'IDX_one_time_tokens_expiry', columnNames: ['expiresAt'] },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('one_time_tokens');
  }
}
