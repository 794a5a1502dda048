import { type Config, defineSection, setting } from '../config/index.js';

export const throttlingConfig = defineSection('Limits', {
  LIMIT_PUBLIC_REQUESTS: setting
    .integer({ min: 0, max: 10_000_000 })
    .default(600)
    .describe(
      'Requests a minute from one address to routes that need no sign-in. An IPv6 address counts by its first 64 bits. 0 sets no limit, here and below.',
    ),
  LIMIT_CALLER_REQUESTS: setting
    .integer({ min: 0, max: 10_000_000 })
    .default(6000)
    .describe('Requests a minute of one signed-in user, from wherever.'),
});

export type ThrottlingConfig = Config<typeof throttlingConfig>;
