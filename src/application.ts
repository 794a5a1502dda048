import { ConsoleLogger, type LoggerService, type LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { serveApiDocs } from './api-docs/index.js';
import { FirstAdministrator } from './auth/index.js';
import { KeyRing } from './keys/index.js';
import { AppModule } from './app.module.js';
import type { Configuration } from './platform/config/index.js';
import { configureHttp, createAdapter, httpConfig } from './platform/http/index.js';

/** What Nest tells of its own start is for people who debug Nest. */
const CHATTER = new Set([
  'InstanceLoader',
  'NestFactory',
  'NestApplication',
  'RouterExplorer',
  'RoutesResolver',
]);

const LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug'];

export class StartLogger extends ConsoleLogger {
  static at(level: LogLevel): StartLogger {
    return new StartLogger('Sallyport', { logLevels: LEVELS.slice(0, LEVELS.indexOf(level) + 1) });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!CHATTER.has(String(rest.at(-1)))) super.log(message, ...rest);
  }
}

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
  await app.init();
  await app.get(FirstAdministrator).ensure();
  return app;
}

/** Adds what stands between the socket and the modules; for an application made in another way, such as in a test. */
export async function dressApplication(
  app: NestFastifyApplication,
  configuration: Configuration,
): Promise<NestFastifyApplication> {
  await configureHttp(app, configuration.of(httpConfig));
  serveApiDocs(app);
  await app.init();
  await app.get(KeyRing, { strict: false }).adoptAlgorithm();
  return app;
}
