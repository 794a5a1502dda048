import { type DynamicModule, Module } from '@nestjs/common';
import type { Configuration } from '../config/index.js';
import { metricsConfig } from './metrics.config.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';

@Module({})
export class MetricsModule {
  static with(configuration: Configuration): DynamicModule {
    return {
      module: MetricsModule,
      global: true,
      controllers: configuration.of(metricsConfig).METRICS === 'on' ? [MetricsController] : [],
      providers: [Metrics],
      exports: [Metrics],
    };
  }
}
