import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration } from '../config/index.js';
import { databaseConfig } from './database.config.js';
import { openDatabase } from './data-source-options.js';

const configured = (environment: Record<string, string>) =>
  loadConfiguration(environment, [databaseConfig]).of(databaseConfig);

describe('A PostgreSQL database that is not there', () => {
  it('is told in a sentence, without the password', async () => {
    const config = configured({ DATABASE_URL: 'postgres://ada:hushhush@127.0.0.1:1/sallyport' });
    const opening = openDatabase(config, { entities: [], migrations: [] });
    await expect(opening).rejects.toThrow(
      'The database of DATABASE_URL cannot be opened: connect ECONNREFUSED 127.0.0.1:1',
    );
    await expect(opening).rejects.not.toThrow(/hushhush/);
  });
});

describe('An SQLite error', () => {
  it('does not write the values of the statement into its stack, which is logged', async () => {
    const config = configured({ DATABASE_PATH: ':memory:' });
    const dataSource = await openDatabase(config, { entities: [], migrations: [] });
    const failing = dataSource.query('SELECT * FROM nowhere WHERE x = ?', ['hushhush']);
    const { stack, driverError } = await failing.catch((error) => error);
    expect(driverError.message).toMatch('no such table: nowhere');
    expect(stack + driverError.stack).not.toMatch('hushhush');
    await dataSource.destroy();
  });
});

describe('An SQLite database', () => {
  it('is its owner’s alone, with its log, from the moment it is made', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'sallyport-')), 'data', 'x.sqlite');
    const umask = process.umask(0o022);
    const dataSource = await openDatabase(configured({ DATABASE_PATH: path }), {
      entities: [],
      migrations: [],
    });
    process.umask(umask);
    await dataSource.query('CREATE TABLE t (id INTEGER)');
    const modes = [path, `${path}-wal`].map((file) => statSync(file).mode & 0o777);
    await dataSource.destroy();
    expect(modes).toEqual([0o600, 0o600]);
  });
});

describe('DATABASE_URL', () => {
  it.each(['mysql://127.0.0.1/sallyport', 'data/sallyport.sqlite'])('is refused when it is %s', (url) => {
    expect(() => configured({ DATABASE_URL: url })).toThrow('For SQLite, set DATABASE_PATH instead.');
  });
});
