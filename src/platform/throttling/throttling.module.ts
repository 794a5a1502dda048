import type { ExecutionContext } from '@nestjs/common';
import { Global, Module } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import type { AuthenticatedRequest } from '../access/index.js';
import { Counters } from './counters.js';
import { type ThrottlingConfig, throttlingConfig } from './throttling.config.js';

const MINUTE = 60_000;

@Global()
@Module({ providers: [Counters], exports: [Counters] })
class CountersModule {}

@Module({
  imports: [
    CountersModule,
    ThrottlerModule.forRootAsync({
      inject: [Counters, throttlingConfig.token],
      useFactory: (counters: Counters, config: ThrottlingConfig) => ({
        storage: counters.storage(),
        throttlers: [
          {
            ttl: MINUTE,
            limit: (context: ExecutionContext) =>
              context.switchToHttp().getRequest<AuthenticatedRequest>().principal
                ? config.LIMIT_CALLER_REQUESTS
                : config.LIMIT_PUBLIC_REQUESTS,
          },
        ],
      }),
    }),
  ],
})
export class ThrottlingModule {}
