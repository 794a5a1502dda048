import { defineSection, setting } from '../platform/config/index.js';

export const sessionsConfig = defineSection(
  'Sessions',
  {
    SESSION_IDLE: setting
      .duration({ min: '1m', max: '365d' })
      .prefault('7d')
      .describe('How long a session lives without a refresh.'),
    SESSION_ABSOLUTE: setting
      .duration({ min: '1m', max: '365d' })
      .prefault('30d')
      .describe('How long a session lives at most, however often it is refreshed.'),
    SESSIONS_PER_USER: setting
      .integer({ min: 1, max: 1000 })
      .default(20)
      .describe('How many live sessions a user may have. Past it, the least recently used one ends.'),
    SESSION_HISTORY: setting
      .duration({ min: '1d', max: '3650d' })
      .prefault('30d')
      .describe(
        'How long a session stays in the database after it was ended, or its SESSION_ABSOLUTE was over. Nobody can use it by then; the audit log keeps its own records.',
      ),
    REVOCATION_POLL: setting
      .duration({ min: '1s', max: '60s' })
      .prefault('1s')
      .describe(
        'How often a node asks the database for revocations made elsewhere, for example by the command line.',
      ),
    REVOCATION_MAX_STALENESS: setting
      .duration({ min: '2s', max: '10m' })
      .prefault('2s')
      .describe(
        'How old what a node knows of revocations made elsewhere may become. Past it, a request with an access token waits until the node has asked the database, and gets 503 when the database does not answer.',
      ),
  },
  [
    (values) =>
      values.SESSION_IDLE > values.SESSION_ABSOLUTE &&
      'SESSION_IDLE is longer than SESSION_ABSOLUTE, so it would never count. Make it shorter.',
    (values) =>
      values.REVOCATION_POLL >= values.REVOCATION_MAX_STALENESS &&
      'REVOCATION_POLL must be shorter than REVOCATION_MAX_STALENESS, or requests would wait for the database in between.',
  ],
);
