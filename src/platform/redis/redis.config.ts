import { type Config, defineSection, setting } from '../config/index.js';

const isRedisUrl = (text: string): boolean =>
  URL.canParse(text) &&
  /^rediss?:$/.test(new URL(text).protocol) &&
  /^(\/\d*)?$/.test(new URL(text).pathname);

export const redisConfig = defineSection(
  'Redis',
  {
    REDIS_URL: setting
      .text()
      .optional()
      .describe(
        'A Redis that all nodes share, such as `redis://user:password@host:6379/0`, or `rediss://` with TLS. Limits are then counted over all nodes together, and what ends on one node is heard by the others through it. Without it, every node counts for itself, and PostgreSQL carries the news.',
      )
      .meta({ secret: true }),
    REDIS_URL_FILE: setting.fileContent().optional().describe('A file that holds that URL.'),
  },
  [
    ({ REDIS_URL, REDIS_URL_FILE }) =>
      [REDIS_URL, REDIS_URL_FILE].some((url) => url !== undefined && !isRedisUrl(url)) &&
      'REDIS_URL must be a URL such as redis://user:password@host:6379/0, or rediss:// with TLS.',
    ({ REDIS_URL, REDIS_URL_FILE }) =>
      REDIS_URL !== undefined &&
      REDIS_URL_FILE !== undefined &&
      'REDIS_URL and REDIS_URL_FILE are both set. Remove one of them.',
  ],
);

export type RedisConfig = Config<typeof redisConfig>;
