import { type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { StartLogger } from '../application.js';
import { configurationOfProcess } from '../configuration.js';

/** Runs a command inside the application, with its database and without HTTP. */
export async function withApplication<T>(run: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  const app = await NestFactory.createApplicationContext(AppModule.with(configurationOfProcess()), {
    abortOnError: false,
    logger: StartLogger.at('error'),
  });
  try {
    return await run(app);
  } finally {
    await app.close();
  }
}
