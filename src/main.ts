import 'reflect-metadata';
import { createApplication } from './application.js';
import { configurationOfProcess } from './configuration.js';
import { httpConfig, publicUrl } from './platform/http/index.js';
import { loggerOf, loggingConfig } from './platform/logging/index.js';
import { startTracing, tracingConfig } from './platform/tracing/index.js';
import { explainStartFailure } from './start-failure.js';
import { VERSION } from './version.js';

try {
  const configuration = configurationOfProcess();
  const http = configuration.of(httpConfig);
  await startTracing(configuration.of(tracingConfig), VERSION);
  const logger = loggerOf(configuration.of(loggingConfig), {
    isProduction: http.NODE_ENV === 'production',
    isTerminal: process.stdout.isTTY,
  });
  const app = await createApplication(configuration, logger);
  await app.listen(http.PORT, http.HOST);
  const url = http.PUBLIC_URL ?? (http.PORT === 0 ? await app.getUrl() : publicUrl(http));
  logger.announce({ API: url, 'Swagger UI': `${url}/docs`, JWKS: `${url}/.well-known/jwks.json` });
} catch (error) {
  process.stderr.write(`\n${explainStartFailure(error)}\n`);
  process.exit(1);
}
