import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** Roles that take over what others grant. */
export class RoleInheritance1790000017000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const toRole = (column: string) => ({
      columnNames: [column],
      referencedTableName: 'roles',
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
      onUpdate: 'CASCADE',
    });
    await runner.createTable(
      new Table({
        name: 'role_inherits',
        columns: [
          { name: 'roleId', type: 'varchar', length: '36', isPrimary: true },
          { name: 'inheritedRoleId', type: 'varchar', length: '36', isPrimary: true },
        ],
        foreignKeys: [toRole('roleId'), toRole('inheritedRoleId')],
        indices: [{ columnNames: ['roleId'] }, { columnNames: ['inheritedRoleId'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('role_inherits');
  }
}
