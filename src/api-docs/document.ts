import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ProblemBody } from '../platform/errors/index.js';
import { RouteTable } from '../platform/access/index.js';
import { VERSION } from '../version.js';
import { describeForms } from './forms.js';
import { describeWhatGuardsDo } from './guarded-operations.js';

const DESCRIPTION = `Token authentication for APIs: accounts, access tokens, and refresh tokens that are good for one use.

**Try it**: execute \`POST /register\` with the example as it stands, press *Authorize*, give \`ada@example.com\` and \`correct horse battery staple\`, and execute \`GET /me\`.

Operations with a lock need an access token or an API key: in \`Authorization: Bearer TOKEN\`, or in the cookie that \`POST /login?useCookies=true\` sets.

Errors are \`application/problem+json\` (RFC 9457), those of \`POST /token\` in the form of RFC 6749 §5.2. Each has a stable \`code\`: [all of them](/docs/errors).`;

const head = () =>
  new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Sallyport')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'This server')
    .addOAuth2(
      {
        type: 'oauth2',
        description: 'Username or e-mail address, and password. Leave client id and secret empty.',
        flows: { password: { tokenUrl: '/token', refreshUrl: '/token', scopes: {} } },
      },
      'password',
    )
    .addBearerAuth(
      {
        type: 'http',
        description:
          'An access token from `POST /login` or `POST /token`, or an API key from `POST /api-keys`.',
      },
      'bearer',
    )
    .addCookieAuth(
      'sallyport_access',
      {
        type: 'apiKey',
        in: 'cookie',
        description:
          'Set by `POST /login?useCookies=true`; named `__Host-sallyport_access` on https. Changes also need `X-CSRF-Token`.',
      },
      'cookie',
    )
    .addTag('Signing in', 'From an account to tokens, on to new tokens, and out again.')
    .addTag('Own account', 'What the signed-in person sees and changes of themselves.')
    .addTag('API keys', 'For programs: keys that work like access tokens, for longer, and with less reach.')
    .addTag('By mail', 'Addresses confirmed and passwords recovered with mailed tokens.')
    .addTag('For other services', 'What a service needs to verify access tokens without a call to this one.')
    .addTag(
      'Administration',
      'Users, roles, sessions, keys and the audit log, for those who hold the permission.',
    )
    .addTag('Operations', 'Whether this server lives, is ready, and how it fares.')
    .addTag('Examples', 'Protected routes, to be replaced by your own.')
    .build();

/** The OpenAPI 3.1 document, read from the application itself. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, head(), {
    extraModels: [ProblemBody],
    operationIdFactory: (controller, method) =>
      controller.replace('Controller', '').toLowerCase() + '.' + method,
  });
  return describeWhatGuardsDo(describeForms(document), app.get(RouteTable).routes());
}
