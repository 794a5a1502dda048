import { Global, Module } from '@nestjs/common';
import type { Config } from '../config/index.js';
import { databaseConfig, newId } from '../database/index.js';
import { SharedRedis } from '../redis/index.js';
import { BELL, type Bell, NoBell } from './bell.js';
import { PostgresBell } from './postgres-bell.js';
import { RedisBell } from './redis-bell.js';
import { Signals } from './signals.js';

/** By Redis where there is one, else by PostgreSQL; a node on SQLite is alone. */
function bellOf(redis: SharedRedis, config: Config<typeof databaseConfig>): Bell {
  const { commands } = redis;
  const subscriber = commands && redis.open('signals');
  if (commands && subscriber) return new RedisBell(commands, subscriber, redis.nameOf('signals'));
  const { DATABASE_URL, DATABASE_LISTEN_URL = DATABASE_URL } = config;
  if (DATABASE_URL === undefined || DATABASE_LISTEN_URL === undefined) return new NoBell();
  return new PostgresBell(DATABASE_LISTEN_URL, `sallyport-${newId()}`);
}

@Global()
@Module({
  providers: [{ provide: BELL, inject: [SharedRedis, databaseConfig.token], useFactory: bellOf }, Signals],
  exports: [Signals],
})
export class SignalsModule {}
