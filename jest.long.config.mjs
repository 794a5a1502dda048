import config from './jest.config.mjs';

// Chapters that start many processes of their own: npm run test:long.
export default {
  ...config,
  testRegex: ['test/long/.*\\.spec\\.ts$'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 90_000,
};
