import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

export class Roles1790000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'permissions',
        columns: [
          { name: 'name', type: 'varchar', length: '64', isPrimary: true },
          { name: 'description', type: 'varchar', length: '200' },
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'roles',
        columns: [
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'name', type: 'varchar', length: '64', isUnique: true },
          { name: 'description', type: 'varchar', length: '200' },
          { name: 'builtIn', type: 'boolean' },
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'role_permissions',
        columns: [
          { name: 'roleId', type: 'varchar', length: '36', isPrimary: true },
          { name: 'permission', type: 'varchar', length: '64', isPrimary: true },
        ],
        foreignKeys: [
          {
            columnNames: ['roleId'],
            referencedTableName: 'roles',
            referencedColumnNames: ['id'],
            onDelete: 'CASCADE',
            onUpdate: 'CASCADE',
          },
          {
            columnNames: ['permission'],
            referencedTableName: 'permissions',
            referencedColumnNames: ['name'],
            onDelete: 'CASCADE',
            onUpdate: 'CASCADE',
          },
        ],
        indices: [{ columnNames: ['roleId'] }, { columnNames: ['permission'] }],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'user_roles',
        columns: [
          { name: 'userId', type: 'varchar', length: '36', isPrimary: true },
          { name: 'roleId', type: 'varchar', length: '36', isPrimary: true },
        ],
        foreignKeys: [
          {
            columnNames: ['userId'],
            referencedTableName: 'users',
            referencedColumnNames: ['id'],
            onDelete: 'CASCADE',
          },
          {
            columnNames: ['roleId'],
            referencedTableName: 'roles',
            referencedColumnNames: ['id'],
            onDelete: 'CASCADE',
          },
        ],
        indices: [{ name: 'IDX_user_roles_role', columnNames: ['roleId'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['user_roles', 'role_permissions', 'roles', 'permissions'])
      await runner.dropTable(table);
  }
}
