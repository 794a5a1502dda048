import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

export class OutgoingMails1790000010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'outgoing_mails',
        columns: [
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'recipient', type: 'varchar', length: '320' },
          { name: 'kind', type: 'varchar', length: '64' },
          { name: 'sealedContent', type: 'text', isNullable: true },
          { name: 'dedupeKey', type: 'varchar', length: '128', isNullable: true, isUnique: true },
          { name: 'createdAt', type: 'bigint' },
          { name: 'expiresAt', type: 'bigint' },
          { name: 'attempts', type: 'integer', default: 0 },
          { name: 'nextAttemptAt', type: 'bigint', isNullable: true },
          { name: 'sentAt', type: 'bigint', isNullable: true },
          { name: 'failedAt', type: 'bigint', isNullable: true },
          { name: 'lastError', type: 'varchar', length: '255', isNullable: true },
        ],
        indices: [{ name: 'IDX_outgoing_mails_nextAttemptAt', columnNames: ['nextAttemptAt'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('outgoing_mails');
  }
}
