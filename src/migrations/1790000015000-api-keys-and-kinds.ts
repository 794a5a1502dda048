import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';

/** API keys, and accounts that have nothing else to be known by. */
export class ApiKeysAndKinds1790000015000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn(
      'users',
      new TableColumn({ name: 'kind', type: 'varchar', length: '16', default: "'person'" }),
    );
    await runner.createTable(
      new Table({
        name: 'api_keys',
        columns: [
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'userId', type: 'varchar', length: '36' },
          { name: 'digest', type: 'varchar', length: '43', isUnique: true },
          { name: 'name', type: 'varchar', length: '200' },
          { name: 'scopes', type: 'text', isNullable: true },
          { name: 'createdAt', type: 'bigint' },
          { name: 'expiresAt', type: 'bigint' },
          { name: 'lastUsedAt', type: 'bigint', isNullable: true },
        ],
        foreignKeys: [
          {
            columnNames: ['userId'],
            referencedTableName: 'users',
            referencedColumnNames: ['id'],
            onDelete: 'CASCADE',
          },
        ],
        indices: [
          { name: 'IDX_api_keys_user', columnNames: ['userId'] },
          { name: 'IDX_api_keys_expiry', columnNames: ['expiresAt'] },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('api_keys');
    await runner.dropColumn('users', 'kind');
  }
}
