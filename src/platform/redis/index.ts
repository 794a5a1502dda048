export type { RedisLink } from './redis-link.js';
export { redisConfig } from './redis.config.js';
export { RedisModule } from './redis.module.js';
export { SharedRedis } from './shared-redis.js';
