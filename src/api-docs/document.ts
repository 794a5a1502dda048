import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ProblemBody } from '../platform/errors/index.js';
import { RouteTable } from '../platform/access/index.js';
import { VERSION } from '../version.js';
import { describeWhatGuardsDo } from './guarded-operations.js';

const DESCRIPTION = `Token authentication for APIs.

**Try it**: \`POST /register\` an account, then press *Authorize*, give e-mail and password, and call \`GET /me\`.

Errors are \`application/problem+json\` (RFC 9457), each with a stable \`code\`: see [the catalogue](/docs/errors).`;

const head = () =>
  new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Sallyport')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addOAuth2(
      {
        type: 'oauth2',
        description: 'Username or e-mail address, and password. Leave client id and secret empty.',
        flows: { password: { tokenUrl: '/token', refreshUrl: '/token', scopes: {} } },
      },
      'password',
    )
    .addBearerAuth(
      { type: 'http', description: 'An access token from `POST /login` or `POST /token`.' },
      'bearer',
    )
    .addCookieAuth(
      'sallyport_access',
      {
        type: 'apiKey',
        in: 'cookie',
        description: 'From `POST /login?useCookies=true`; named `__Host-sallyport_access` on https.',
      },
      'cookie',
    )
    .addTag('Signing in')
    .addTag('Own account')
    .addTag('For other services')
    .addTag('Examples')
    .build();

/** The OpenAPI 3.1 document, read from the application itself. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, head(), {
    extraModels: [ProblemBody],
    operationIdFactory: (controller, method) =>
      controller.replace('Controller', '').toLowerCase() + '.' + method,
  });
  return describeWhatGuardsDo(document, app.get(RouteTable).routes());
}
