import { defineSection, setting } from '../config/index.js';

const isPostgresUrl = (url: string | undefined): boolean =>
  url === undefined || (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol));

export const databaseConfig = defineSection(
  'Database',
  {
    DATABASE_URL: setting
      .text()
      .optional()
      .describe(
        'A PostgreSQL database, such as `postgres://user:password@host:5432/sallyport?sslmode=verify-full`. Without it, the SQLite file of DATABASE_PATH is used.',
      ),
    DATABASE_LISTEN_URL: setting
      .text()
      .optional()
      .describe(
        'PostgreSQL: the same database without a pooler between, for `LISTEN`. Needed where DATABASE_URL leads through PgBouncer in transaction mode and there is no REDIS_URL.',
      ),
    DATABASE_PATH: setting
      .text()
      .default('data/sallyport.sqlite')
      .describe('The SQLite file. It is created, with its folder, at the first start.'),
    DATABASE_SYNCHRONOUS: setting
      .oneOf(['FULL', 'NORMAL'])
      .default('FULL')
      .describe(
        "SQLite's `synchronous` setting. `FULL` keeps every acknowledged write through a power cut; `NORMAL` is faster, survives a crash of the process, and may lose the last moments in a power cut.",
      ),
    DATABASE_POOL: setting
      .integer({ min: 1, max: 1000 })
      .default(10)
      .describe('PostgreSQL: how many connections a node holds at most.'),
    DATABASE_CONNECT_TIMEOUT: setting
      .duration({ min: '1s', max: '60s' })
      .prefault('5s')
      .describe('PostgreSQL: how long a request waits for a connection; past it, it gets 503.'),
    DATABASE_STATEMENT_TIMEOUT: setting
      .duration({ min: '1s', max: '10m' })
      .prefault('10s')
      .describe('PostgreSQL: how long a statement may take, or a transaction stand idle.'),
    DATABASE_RETRIES: setting
      .integer({ min: 0, max: 100 })
      .default(5)
      .describe('PostgreSQL: how often a transaction is run again that gave way to another one.'),
  },
  [
    ({ DATABASE_LISTEN_URL }) =>
      !isPostgresUrl(DATABASE_LISTEN_URL) &&
      'DATABASE_LISTEN_URL must be a URL such as postgres://user:password@host:5432/sallyport.',
    ({ DATABASE_URL }) =>
      !isPostgresUrl(DATABASE_URL) &&
      'DATABASE_URL must be a URL such as postgres://user:password@host:5432/sallyport. For SQLite, set DATABASE_PATH instead.',
  ],
);
