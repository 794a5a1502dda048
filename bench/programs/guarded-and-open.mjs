// The whole application with two more routes that do the same: one behind the guard, and one without any authentication.
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../dist/src/app.module.js';
import { dressApplication } from '../../dist/src/application.js';
import { loggingConfig, PrettyLogger } from '../../dist/src/platform/logging/index.js';
import { configurationOfProcess } from '../../dist/src/configuration.js';
import { Public } from '../../dist/src/platform/access/index.js';
import { createAdapter, httpConfig } from '../../dist/src/platform/http/index.js';

const answer = () => ({
  id: '4b34f2a5-19b5-4a5c-9c33-5a2f1f4f7a10',
  email: 'ada@example.com',
  username: 'ada',
  displayName: 'Ada Lovelace',
  roles: ['user'],
});

class BenchController {
  guarded() {
    return answer();
  }

  open() {
    return answer();
  }
}
mark(Get('bench/guarded'), 'guarded');
mark(Get('bench/open'), 'open');
mark(Public(), 'open');
Controller()(BenchController);

function mark(decorator, method) {
  const { prototype } = BenchController;
  decorator(prototype, method, Object.getOwnPropertyDescriptor(prototype, method));
}

class BenchModule {}
const configuration = configurationOfProcess();
Module({ imports: [AppModule.with(configuration)], controllers: [BenchController] })(BenchModule);

const http = configuration.of(httpConfig);
const app = await NestFactory.create(BenchModule, createAdapter(http), {
  abortOnError: false,
  bodyParser: false,
  logger: PrettyLogger.at(configuration.of(loggingConfig).LOG_LEVEL),
});
await dressApplication(app, configuration);
await app.listen(http.PORT, http.HOST);
process.stdout.write('Sallyport is ready with two more routes\n');
process.on('disconnect', () => process.exit());
