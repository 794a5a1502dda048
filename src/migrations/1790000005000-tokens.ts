import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const ofSession = {
  columnNames: ['sessionId'],
  referencedTableName: 'sessions',
  referencedColumnNames: ['id'],
  onDelete: 'CASCADE',
};

export class Tokens1790000005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'opaque_tokens',
        columns: [
          { name: 'digest', type: 'varchar', length: '43', isPrimary: true },
          { name: 'tokenId', type: 'varchar', length: '36' },
          { name: 'sessionId', type: 'varchar', length: '36' },
          { name: 'roles', type: 'text' },
          { name: 'epoch', type: 'integer' },
          { name: 'createdAt', type: 'bigint' },
          { name: 'expiresAt', type: 'bigint' },
        ],
        foreignKeys: [ofSession],
        indices: [
          { name: 'IDX_opaque_tokens_session', columnNames: ['sessionId'] },
          { name: 'IDX_opaque_tokens_expiry', columnNames: ['expiresAt'] },
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'refresh_tokens',
        columns: [
          { name: 'digest', type: 'varchar', length: '43', isPrimary: true },
          { name: 'sessionId', type: 'varchar', length: '36' },
          { name: 'createdAt', type: 'bigint' },
          { name: 'usedAt', type: 'bigint', isNullable: true },
        ],
        foreignKeys: [ofSession],
        indices: [{ name: 'IDX_refresh_tokens_session', columnNames: ['sessionId'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['refresh_tokens', 'opaque_tokens']) await runner.dropTable(table);
  }
}
