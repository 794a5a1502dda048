import { type Config, defineSection, setting } from '../../platform/config/index.js';

export const apiKeysConfig = defineSection(
  'API keys',
  {
    API_KEY_TTL: setting
      .duration({ min: '1m', max: '365d' })
      .prefault('90d')
      .describe('How long an API key is good where nothing else is asked for.'),
    API_KEY_MAX_TTL: setting
      .duration({ min: '1m', max: '365d' })
      .prefault('365d')
      .describe('How long an API key may be good at most.'),
    API_KEYS_PER_USER: setting
      .integer({ min: 0, max: 1000 })
      .default(20)
      .describe('How many API keys an account may have. 0 allows none.'),
  },
  [
    ({ API_KEY_TTL, API_KEY_MAX_TTL }) =>
      API_KEY_TTL > API_KEY_MAX_TTL && 'API_KEY_TTL must not be longer than API_KEY_MAX_TTL.',
  ],
);

export type ApiKeysConfig = Config<typeof apiKeysConfig>;
