import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

export class PasswordFailures1790000011000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('passwords', [
      new TableColumn({ name: 'failures', type: 'integer', default: 0 }),
      new TableColumn({ name: 'disabledAt', type: 'bigint', isNullable: true }),
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('passwords', ['failures', 'disabledAt']);
  }
}
