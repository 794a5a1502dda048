import { type DynamicModule, Module } from '@nestjs/common';
import { AdminModule } from './admin/index.js';
import { AccountsModule, AuthModule } from './auth/index.js';
import { ExamplesModule } from './examples/index.js';
import { MovingModule } from './moving/index.js';
import { AccessModule } from './platform/access/index.js';
import { AuditModule } from './platform/audit/index.js';
import { ClockModule } from './platform/clock/index.js';
import { ConfigModule, type Configuration } from './platform/config/index.js';
import { CryptoModule } from './platform/crypto/index.js';
import { DatabaseModule } from './platform/database/index.js';
import { DeferredModule } from './platform/deferred/index.js';
import { HealthModule } from './platform/health/index.js';
import { MailModule } from './platform/mail/index.js';
import { RedisModule } from './platform/redis/index.js';
import { SignalsModule } from './platform/signals/index.js';
import { MetricsModule } from './platform/metrics/index.js';
import { ThrottlingModule } from './platform/throttling/index.js';
import { TracingModule } from './platform/tracing/index.js';
import { schema } from './schema.js';

/** Every module of the application, joined. */
@Module({})
export class AppModule {
  static with(configuration: Configuration): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(configuration),
        ClockModule,
        AccessModule,
        CryptoModule,
        DatabaseModule.forRoot(schema), // before all who write as the server ends: Nest ends the last one first
        AuditModule,
        RedisModule,
        ThrottlingModule,
        TracingModule,
        MetricsModule.with(configuration),
        HealthModule,
        SignalsModule,
        DeferredModule,
        MailModule.forRoot(configuration),
        AccountsModule,
        AuthModule,
        MovingModule,
        AdminModule,
        ExamplesModule,
      ],
    };
  }
}
