import { Global, Module } from '@nestjs/common';
import { DatabaseCheck } from './database-check.js';
import { HealthController } from './health.controller.js';
import { HealthChecks } from './health-checks.js';
import { Leaving } from './leaving.js';

@Global()
@Module({
  controllers: [HealthController],
  providers: [HealthChecks, Leaving, DatabaseCheck],
  exports: [HealthChecks],
})
export class HealthModule {}
