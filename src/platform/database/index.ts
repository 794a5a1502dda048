export { IdColumn, instant, InstantColumn, NamesColumn, newId } from './columns.js';
export { dataSourceOptions, openDatabase, type Schema } from './data-source-options.js';
export { databaseConfig } from './database.config.js';
export { DatabaseModule } from './database.module.js';
export { lingeringOf } from './lingering.js';
export { serializeSqlite } from './serialized-sqlite.js';
export { takeTurn } from './turns.js';
export { isUniqueViolation } from './unique-violation.js';
