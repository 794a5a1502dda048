import { type Config, defineSection, setting } from '../../platform/config/index.js';

export const guessingConfig = defineSection('Guessing', {
  LIMIT_ACCOUNT_ATTEMPTS: setting
    .integer({ min: 0, max: 100_000 })
    .default(10)
    .describe(
      'Passwords that may be tried for one account from one address, or from one browser that signed in before, until callers have to wait. A right one begins anew. 0 sets no limit, here and below.',
    ),
  LIMIT_ACCOUNT_WAIT: setting
    .duration({ min: '1s', max: '1h' })
    .prefault('1m')
    .describe('How long they wait then; each time twice as long, up to an hour.'),
  LIMIT_ADDRESS_ATTEMPTS: setting
    .integer({ min: 0, max: 100_000 })
    .default(100)
    .describe(
      'Wrong passwords from one address, for whatever accounts, within `LIMIT_ATTEMPTS_WINDOW`. An IPv6 address counts by its first 64 bits.',
    ),
  LIMIT_CLIENT_ATTEMPTS: setting
    .integer({ min: 0, max: 100_000 })
    .default(100)
    .describe('Wrong client secrets from one address within `LIMIT_ATTEMPTS_WINDOW`.'),
  LIMIT_ATTEMPTS_WINDOW: setting
    .duration({ min: '1s', max: '1d' })
    .prefault('15m')
    .describe('For how long an attempt is counted.'),
});

export type GuessingConfig = Config<typeof guessingConfig>;
