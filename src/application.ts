import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { serveApiDocs } from './api-docs/index.js';
import { FirstAdministrator } from './auth/index.js';
import { KeyRing } from './keys/index.js';
import { AppModule } from './app.module.js';
import type { Configuration } from './platform/config/index.js';
import { configureHttp, createAdapter, httpConfig } from './platform/http/index.js';
import { followRequests, loggingConfig, logRequests } from './platform/logging/index.js';
import { measureRequests, Metrics, metricsConfig } from './platform/metrics/index.js';
import { traceRequests } from './platform/tracing/index.js';

/** The whole application, ready to listen. */
export async function createApplication(
  configuration: Configuration,
  logger: LoggerService,
): Promise<NestFastifyApplication> {
  const http = configuration.of(httpConfig);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(configuration),
    createAdapter(http),
    {
      abortOnError: false,
      bodyParser: false,
      logger,
    },
  );
  await dressApplication(app, configuration);
  await app.get(FirstAdministrator).ensure();
  return app;
}

/** Adds what stands between the socket and the modules, and starts them; a test may make the application otherwise. */
export async function dressApplication(
  app: NestFastifyApplication,
  configuration: Configuration,
): Promise<NestFastifyApplication> {
  observeRequests(app, configuration);
  await configureHttp(app, configuration.of(httpConfig));
  serveApiDocs(app);
  await app.init();
  await app.get(KeyRing, { strict: false }).adoptAlgorithm();
  return app;
}

/** First of all, so that what is refused before it comes to a route is seen as well. */
function observeRequests(app: NestFastifyApplication, configuration: Configuration): void {
  const fastify = app.getHttpAdapter().getInstance();
  traceRequests(fastify);
  followRequests(fastify, configuration.of(loggingConfig));
  logRequests(fastify, configuration.of(loggingConfig));
  if (configuration.of(metricsConfig).METRICS === 'on')
    measureRequests(fastify, app.get(Metrics, { strict: false }));
}
