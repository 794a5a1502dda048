import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const PAGES: [name: string, where: string | undefined][] = [
  ['IDX_users_created', undefined],
  ['IDX_users_disabled', '"disabledAt" IS NOT NULL'],
  ['IDX_users_unverified', '"emailVerifiedAt" IS NULL'],
  ['IDX_users_services', `"kind" = 'service'`],
];

/** What the beginning of a name is looked up in. SQLite compares bytes anyway, and has two of them as unique keys. */
const PREFIXES: [name: string, column: string][] = [
  ['IDX_users_email_prefix', 'emailKey'],
  ['IDX_users_username_prefix', 'usernameKey'],
  ['IDX_users_name_prefix', 'displayNameKey'],
];

/** What operators look accounts up by, and note of them. */
export class Administration1790000019000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('users', [
      new TableColumn({ name: 'displayNameKey', type: 'varchar', length: '64', isNullable: true }),
      new TableColumn({ name: 'disabledReason', type: 'varchar', length: '500', isNullable: true }),
    ]);
    await runner.addColumn(
      'passwords',
      new TableColumn({ name: 'resetRequiredAt', type: 'bigint', isNullable: true }),
    );
    await runner.query(
      'UPDATE "users" SET "displayNameKey" = substr(lower("displayName"), 1, 64) WHERE "displayName" IS NOT NULL',
    );
    for (const [name, where] of PAGES) {
      const columnNames = ['createdAt', 'id'];
      await runner.createIndex('users', new TableIndex({ name, columnNames, ...(where && { where }) }));
    }
    for (const [name, column] of prefixesOn(runner))
      await runner.query(`CREATE INDEX "${name}" ON "users" ("${column}"${collationOn(runner)})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of prefixesOn(runner)) await runner.query(`DROP INDEX "${name}"`);
    for (const [name] of PAGES) await runner.dropIndex('users', name);
    await runner.dropColumn('passwords', 'resetRequiredAt');
    await runner.dropColumns('users', ['displayNameKey', 'disabledReason']);
  }
}

const isPostgres = (runner: QueryRunner) => runner.connection.options.type === 'postgres';

const collationOn = (runner: QueryRunner) => (isPostgres(runner) ? ' COLLATE "C"' : '');

const prefixesOn = (runner: QueryRunner) => (isPostgres(runner) ? PREFIXES : PREFIXES.slice(2));
