import { type DynamicModule, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../config/index.js';
import { openDatabase, type Schema } from './data-source-options.js';
import { databaseConfig } from './database.config.js';

/** Closes the database last: Nest calls this after HTTP has finished what it accepted. */
@Injectable()
class DatabaseShutdown implements OnApplicationShutdown {
  constructor(private readonly dataSource: DataSource) {}

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

/**
 * Provides TypeORM's `DataSource`, on which `TypeOrmModule.forFeature()` builds. Not `TypeOrmModule.forRoot()`:
 * that retries a database that cannot be opened ten times and hides why.
 */
@Module({})
export class DatabaseModule {
  static forRoot(schema: Schema): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        {
          provide: DataSource,
          inject: [databaseConfig.token],
          useFactory: (config: Config<typeof databaseConfig>) => openDatabase(config, schema),
        },
        DatabaseShutdown,
      ],
      exports: [DataSource],
    };
  }
}
