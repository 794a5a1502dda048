import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

/** Addresses from before nobody has shown to be theirs, so they count as not verified. */
export class VerifiedEmails1790000013500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn(
      'users',
      new TableColumn({ name: 'emailVerifiedAt', type: 'bigint', isNullable: true }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('users', 'emailVerifiedAt');
  }
}
