import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

export class Sessions1790000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'sessions',
        columns: [
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'userId', type: 'varchar', length: '36' },
          { name: 'clientId', type: 'varchar', length: '100' },
          { name: 'transport', type: 'varchar', length: '16' },
          { name: 'tokenFormat', type: 'varchar', length: '16' },
          { name: 'userAgent', type: 'varchar', length: '400', isNullable: true },
          { name: 'address', type: 'varchar', length: '64', isNullable: true },
          { name: 'amr', type: 'text' },
          { name: 'authenticatedAt', type: 'bigint' },
          { name: 'createdAt', type: 'bigint' },
          { name: 'lastUsedAt', type: 'bigint' },
          { name: 'idleUntil', type: 'bigint' },
          { name: 'expiresAt', type: 'bigint' },
          { name: 'endedAt', type: 'bigint', isNullable: true },
          { name: 'endReason', type: 'varchar', length: '32', isNullable: true },
        ],
        foreignKeys: [
          {
            columnNames: ['userId'],
            referencedTableName: 'users',
            referencedColumnNames: ['id'],
            onDelete: 'CASCADE',
          },
        ],
        indices: [{ name: 'IDX_sessions_user', columnNames: ['userId'] }],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'revocations',
        columns: [
          {
            name: 'seq',
            type: 'integer',
            isPrimary: true,
            isGenerated: true,
            generationStrategy: 'increment',
          },
          { name: 'kind', type: 'varchar', length: '16' },
          { name: 'subject', type: 'varchar', length: '64' },
          { name: 'epoch', type: 'integer', default: 0 },
          { name: 'createdAt', type: 'bigint' },
          { name: 'expiresAt', type: 'bigint' },
        ],
        indices: [{ name: 'IDX_revocations_expiry', columnNames: ['expiresAt'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['revocations', 'sessions']) await runner.dropTable(table);
  }
}
