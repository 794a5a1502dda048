import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import type { DataSource } from 'typeorm';
import { loadConfiguration } from '../../src/platform/config/index.js';
import { databaseConfig, openDatabase } from '../../src/platform/database/index.js';
import { schema } from '../../src/schema.js';
import { onPostgres, store } from '../support/store.js';

describe('The migrations', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-'));
  let database: DataSource;

  beforeAll(async () => {
    const configuration = loadConfiguration(await store.settingsFor(folder), [databaseConfig]);
    database = await openDatabase(configuration.of(databaseConfig), schema);
  });
  afterAll(async () => {
    await database.destroy();
    rmSync(folder, { recursive: true });
  });

  it('make exactly the tables that the entities describe', async () => {
    const { upQueries } = await database.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('can each be reverted, and leave nothing', async () => {
    for (let left = schema.migrations.length; left > 0; left -= 1) await database.undoLastMigration();
    const tables = await database.query(
      onPostgres
        ? "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
        : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
    );
    expect(tables).toEqual([{ name: 'migrations' }]);
    await database.runMigrations();
  });

  it('are in order, each named by its time', () => {
    const names = schema.migrations.map(({ name }) => name);
    expect(names.map((name) => name.slice(-13))).toEqual([...names.map((name) => name.slice(-13))].sort());
  });
});
