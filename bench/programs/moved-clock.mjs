// The built server, whose clock is moved by message: { advance: seconds }. Then what the server does by the clock from
// time to time is done at once, as it would have been meanwhile; the answer tells how many rows were swept, how many
// each table has, and the memory.
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { createApplication } from '../../dist/src/application.js';
import { configurationOfProcess } from '../../dist/src/configuration.js';
import { AuditChain, AuditRetention } from '../../dist/src/platform/audit/index.js';
import { SystemClock } from '../../dist/src/platform/clock/index.js';
import { DeferredWork } from '../../dist/src/platform/deferred/index.js';
import { httpConfig } from '../../dist/src/platform/http/index.js';
import { loggingConfig, PrettyLogger } from '../../dist/src/platform/logging/index.js';
import { MailQueue } from '../../dist/src/platform/mail/delivery/mail-queue.js';
import { MailDelivery } from '../../dist/src/platform/mail/index.js';
import { Revocations } from '../../dist/src/sessions/index.js';
import { Sweeper } from '../../dist/src/tokens/index.js';
import { answering } from '../support/program.mjs';

let ahead = 0;
Object.assign(SystemClock.prototype, {
  now: () => new Date(Date.now() + ahead),
  elapsed: () => performance.now() + ahead,
});

const configuration = configurationOfProcess();
const http = configuration.of(httpConfig);
const logger = PrettyLogger.at(configuration.of(loggingConfig).LOG_LEVEL);
const app = await createApplication(configuration, logger);
await app.listen(http.PORT, http.HOST);
process.stdout.write('Sallyport is ready with a clock that can be moved\n');

const database = app.get(DataSource);
const of = (type) => app.get(type, { strict: false });

answering(async ({ advance }) => {
  ahead += advance * 1000;
  await of(DeferredWork).catchUp();
  await of(MailDelivery).deliverDue();
  await of(Revocations).catchUp();
  await of(MailQueue).sweep();
  await of(AuditChain).catchUp();
  await of(AuditRetention).trim();
  const swept = await of(Sweeper).sweep();
  global.gc?.();
  return { swept, rows: await rows(), memory: process.memoryUsage() };
});

async function rows() {
  const tables = database.entityMetadatas.map(({ tableName }) => tableName);
  const counts = {};
  for (const table of tables)
    counts[table] = (await database.query(`SELECT COUNT(*) AS n FROM "${table}"`))[0].n;
  return counts;
}
