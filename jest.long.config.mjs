import config, { LONG_CHAPTERS } from './jest.config.mjs';

// npm run test:long: chapters that start processes or browsers of their own, or try thousands of inputs.
export default {
  ...config,
  testRegex: [
    'test/long/.*\\.spec\\.ts$',
    ...LONG_CHAPTERS.map((chapter) => `test/.*/${chapter}\\.spec\\.ts$`),
  ],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 90_000,
};
