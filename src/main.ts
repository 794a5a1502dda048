import 'reflect-metadata';
import { createApplication, StartLogger } from './application.js';
import { configurationOfProcess } from './configuration.js';
import { httpConfig, publicUrl } from './platform/http/index.js';
import { explainStartFailure } from './start-failure.js';

try {
  const configuration = configurationOfProcess();
  const http = configuration.of(httpConfig);
  const app = await createApplication(configuration, StartLogger.at(http.LOG_LEVEL));
  await app.listen(http.PORT, http.HOST);
  const url = http.PUBLIC_URL ?? (http.PORT === 0 ? await app.getUrl() : publicUrl(http));
  process.stdout.write(`
Sallyport is ready.
  API         ${url}
  Swagger UI  ${url}/docs
  JWKS        ${url}/.well-known/jwks.json

`);
} catch (error) {
  process.stderr.write(`\n${explainStartFailure(error)}\n`);
  process.exit(1);
}
