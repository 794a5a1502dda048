import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { errorCatalogue } from '../error-catalogue.js';
import { openApiDocument } from './document.js';
import { errorsPage } from './errors-page.js';
import { STYLES } from './styles.js';

export { openApiDocument };

/** Swagger UI at /docs, the document at /openapi.json, the errors at /docs/errors. */
export function serveApiDocs(app: NestFastifyApplication): void {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup('docs', app, () => (document ??= openApiDocument(app)), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Sallyport API',
    customCss: STYLES,
    swaggerOptions: { displayRequestDuration: true, tryItOutEnabled: true, defaultModelsExpandDepth: 0 },
  });
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const page = errorsPage(errorCatalogue);
  fastify.get('/docs/errors', (_, reply) => reply.type('text/html; charset=utf-8').send(page));
}
