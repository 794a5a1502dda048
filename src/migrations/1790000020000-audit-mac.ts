import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

/** What vouches for a record until it has its place in the chain. */
export class AuditMac1790000020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn(
      'audit_events',
      new TableColumn({ name: 'mac', type: 'varchar', length: '43', isNullable: true }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('audit_events', 'mac');
  }
}
