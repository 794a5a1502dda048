import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';

const COLUMNS = [
  new TableColumn({ name: 'outcome', type: 'varchar', length: '16', default: "'success'" }),
  new TableColumn({ name: 'actor', type: 'varchar', length: '64', isNullable: true }),
  new TableColumn({ name: 'address', type: 'varchar', length: '45', isNullable: true }),
  new TableColumn({ name: 'requestId', type: 'varchar', length: '64', isNullable: true }),
  new TableColumn({ name: 'position', type: 'integer', isNullable: true }),
  new TableColumn({ name: 'hash', type: 'varchar', length: '43', isNullable: true }),
];

const INDICES = [
  new TableIndex({ name: 'IDX_audit_events_position', columnNames: ['position'], isUnique: true }),
  new TableIndex({ name: 'IDX_audit_events_at', columnNames: ['at'] }),
  new TableIndex({ name: 'IDX_audit_events_type', columnNames: ['type', 'at'] }),
  new TableIndex({ name: 'IDX_audit_events_actor', columnNames: ['actor', 'at'] }),
];

/** Who did it and from where, a place in a chain of hashes, and what was signed of it. */
export class AuditChain1790000016000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('audit_events', COLUMNS);
    // One after the other: createIndices makes them at once, and each trips over the other's while it reads the table.
    for (const index of INDICES) await runner.createIndex('audit_events', index);
    await runner.createTable(
      new Table({
        name: 'audit_checkpoints',
        columns: [
          { name: 'position', type: 'integer', isPrimary: true },
          { name: 'hash', type: 'varchar', length: '43' },
          { name: 'sincePosition', type: 'integer' },
          { name: 'sinceHash', type: 'varchar', length: '43' },
          { name: 'at', type: 'bigint' },
          { name: 'signature', type: 'varchar', length: '86' },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('audit_checkpoints');
    for (const index of INDICES.toReversed()) await runner.dropIndex('audit_events', index);
    await runner.dropColumns('audit_events', COLUMNS);
  }
}
