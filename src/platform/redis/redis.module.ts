import { Global, Module } from '@nestjs/common';
import { MasterKey } from '../crypto/index.js';
import { type RedisConfig, redisConfig } from './redis.config.js';
import { SharedRedis } from './shared-redis.js';

@Global()
@Module({
  providers: [
    {
      provide: SharedRedis,
      inject: [MasterKey, redisConfig.token],
      useFactory: (key: MasterKey, config: RedisConfig) => SharedRedis.make(key, config),
    },
  ],
  exports: [SharedRedis],
})
export class RedisModule {}
