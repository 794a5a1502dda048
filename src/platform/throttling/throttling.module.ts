import { Global, Module } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import { Counters } from './counters.js';
import { RequestCounts } from './request-counts.js';

@Global()
@Module({ providers: [Counters, RequestCounts], exports: [Counters, RequestCounts] })
class CountersModule {}

@Module({
  imports: [
    CountersModule,
    ThrottlerModule.forRootAsync({
      inject: [RequestCounts],
      // A limit of 0 sets none: the general ones are the guard's, this is for routes with a `@Throttle()` of their own.
      useFactory: (storage: RequestCounts) => ({ storage, throttlers: [{ ttl: 60_000, limit: 0 }] }),
    }),
  ],
})
export class ThrottlingModule {}
