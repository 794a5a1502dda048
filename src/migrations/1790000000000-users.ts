import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

export class Users1790000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'users',
        columns: [
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'email', type: 'varchar', length: '320' },
          { name: 'emailKey', type: 'varchar', length: '320', isUnique: true },
          { name: 'username', type: 'varchar', length: '64', isNullable: true },
          { name: 'usernameKey', type: 'varchar', length: '64', isNullable: true, isUnique: true },
          { name: 'displayName', type: 'varchar', length: '200', isNullable: true },
          { name: 'epoch', type: 'integer', default: 0 },
          { name: 'disabledAt', type: 'bigint', isNullable: true },
          { name: 'createdAt', type: 'bigint' },
          { name: 'updatedAt', type: 'bigint' },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('users');
  }
}
