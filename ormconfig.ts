import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { configurationOfProcess } from './src/configuration.js';
import { databaseConfig, dataSourceOptions } from './src/platform/database/index.js';
import { schema } from './src/schema.js';

/** What TypeORM's own command line works with: `npm run typeorm -- migration:show`. */
export default new DataSource(
  dataSourceOptions(configurationOfProcess([databaseConfig]).of(databaseConfig), schema),
);
