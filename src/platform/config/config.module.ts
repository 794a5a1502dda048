import { type DynamicModule, Module } from '@nestjs/common';
import type { Configuration } from './load-configuration.js';

/** Makes the values of every section injectable by the section's token. */
@Module({})
export class ConfigModule {
  static forRoot(configuration: Configuration): DynamicModule {
    const providers = configuration.providers();
    return {
      module: ConfigModule,
      global: true,
      providers,
      exports: providers.map(({ provide }) => provide),
    };
  }
}
