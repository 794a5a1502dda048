import { defineSection, setting } from '../platform/config/index.js';

export const tokensConfig = defineSection('Tokens', {
  ACCESS_TOKEN_TTL: setting
    .duration({ min: '10s', max: '60m' })
    .prefault('10m')
    .describe('How long an access token is good.'),
  TOKEN_AUDIENCE: setting
    .text()
    .optional()
    .describe('The `aud` of access tokens: the API they are meant for. Without it: `PUBLIC_URL`.'),
  CLOCK_LEEWAY: setting
    .duration({ min: '0s', max: '2m' })
    .prefault('30s')
    .describe('How far the clocks of two machines may differ when the times in a token are judged.'),
  REFRESH_REPLAY_WINDOW: setting
    .duration({ min: '0s', max: '60s' })
    .prefault('10s')
    .describe(
      'For how long a refresh token that was just used gives the same successor again, while that is unused: two tabs that refresh at once both stay signed in. 0 is strict.',
    ),
  TOKEN_CACHE: setting
    .integer({ min: 0, max: 1_000_000 })
    .default(10_000)
    .describe(
      'How many verified access tokens a node remembers, to spare the signature. Revocation is asked all the same.',
    ),
});
