// The application is ESM; jest runs it as CommonJS, because jest's ESM mode breaks with Fastify on Node 20.
const swc = (parser, transform) => [
  '@swc/jest',
  {
    swcrc: false,
    jsc: { target: 'es2022', parser, transform, keepClassNames: true },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];
const typescript = swc(
  { syntax: 'typescript', decorators: true },
  { legacyDecorator: true, decoratorMetadata: true },
);
const esmDependency = swc({ syntax: 'ecmascript' });
const esmOnly =
  '@nestjs|jose|uuid|cookie|content-disposition|file-type|strtok3|token-types|uint8array-extras|@tokenizer|@borewit|load-esm';

/** Chapters of ten seconds and more, which stay where they belong and run with test:long; on PostgreSQL with all others. */
export const LONG_CHAPTERS = [
  'account-pages',
  'audit-chain',
  'browser-sample',
  'dev-inbox',
  'failing-database',
  'failing-database-mail',
  'failing-database-refresh',
  'foreign-pages',
  'fuzz',
  'health',
  'key-distrust',
  'key-rotation',
  'known-browsers',
  'limits-of-all-nodes',
  'links-in-mails',
  'logs',
  'mail-flooding',
  'mail-nodes',
  'mail-retries',
  'master-key',
  'naughty-strings',
  'session-model',
  'signing-algorithms',
  'stale-feed',
  'starting',
  'sweeping',
  'swagger-ui',
];

export default {
  rootDir: '.',
  testEnvironment: 'node',
  testRegex: ['src/.*\\.spec\\.ts$', 'test/.*\\.spec\\.ts$'],
  // Commands of their own: npm run test:postgres, npm run test:long.
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/postgres/',
    '<rootDir>/test/long/',
    `<rootDir>/test/\\w+/(${LONG_CHAPTERS.join('|')})\\.spec`,
  ],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': typescript,
    '/src/.+\\.js$': esmDependency,
    '/node_modules/.+\\.js$': esmDependency,
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:.*/node_modules/)?(${esmOnly})/)`],
  setupFilesAfterEnv: ['./test/support/close-worlds.ts'],
  // Tests wait for servers, browsers and disks more than they compute. Jest alone would leave a core of two unused.
  maxWorkers: '100%',
  testTimeout: 30_000,
};
