import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

export class SigningKeys1790000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'signing_keys',
        columns: [
          { name: 'kid', type: 'varchar', length: '64', isPrimary: true },
          { name: 'algorithm', type: 'varchar', length: '16' },
          { name: 'publicJwk', type: 'text' },
          { name: 'sealedPrivateKey', type: 'text' },
          { name: 'createdAt', type: 'bigint' },
          { name: 'signsFrom', type: 'bigint' },
          { name: 'distrustedAt', type: 'bigint', isNullable: true },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('signing_keys');
  }
}
