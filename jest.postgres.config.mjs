import config from './jest.config.mjs';

// The same e2e suite on PostgreSQL (TEST_POSTGRES_URL, or the server on 127.0.0.1:5432). What is left out is about
// SQLite itself, about what has no database at all, or starts no server of its own.
process.env.TEST_STORE = 'postgres';
process.env.TEST_RUN = `${process.pid}`;

export default {
  ...config,
  testRegex: ['test/(behaviour|standards|contracts|postgres)/.*\\.spec\\.ts$'],
  testPathIgnorePatterns: [
    '/node_modules/',
    'failing-database', // makes SQLite's own driver fail, statement by statement
    'stale-feed', // so does this
    'verify-anywhere-forgeries', // other services, which see no database
    'generated-files',
    'guides',
    'swagger-ui',
  ],
  globalTeardown: './test/support/drop-databases.mjs',
};
