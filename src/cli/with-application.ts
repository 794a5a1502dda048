import { type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { onBehalfOf } from '../platform/http/index.js';
import { configurationOfProcess } from '../configuration.js';
import { PrettyLogger } from '../platform/logging/index.js';

/** Runs a command inside the application, with its database and without HTTP. */
export async function withApplication<T>(
  run: (app: INestApplicationContext) => Promise<T>,
  configuration = configurationOfProcess(),
): Promise<T> {
  const app = await NestFactory.createApplicationContext(AppModule.with(configuration), {
    abortOnError: false,
    logger: PrettyLogger.at('error'),
  });
  try {
    return await onBehalfOf({ actor: 'operator:cli' }, () => run(app));
  } finally {
    await app.close();
  }
}
