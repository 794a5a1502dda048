import { defineSection, setting } from '../config/index.js';

export const databaseConfig = defineSection('Database', {
  DATABASE_PATH: setting
    .text()
    .default('data/sallyport.sqlite')
    .describe('The SQLite file. It is created, with its folder, at the first start.'),
  DATABASE_SYNCHRONOUS: setting
    .oneOf(['FULL', 'NORMAL'])
    .default('FULL')
    .describe(
      "SQLite's `synchronous` setting. `FULL` keeps every acknowledged write through a power cut; `NORMAL` is faster, survives a crash of the process, and may lose the last moments in a power cut.",
    ),
});
