import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { errorCatalogue } from '../../src/error-catalogue.js';

// Clients depend on these. A new line is a minor change; a removed or altered one is a major change.
const FROZEN = `
request.malformed 400 invalid_request
request.invalid 400 invalid_request
request.notFound 404
request.timeout 408
request.tooLarge 413 invalid_request
request.headersTooLarge 431
request.unsupportedMediaType 415 invalid_request
request.tooMany 429 temporarily_unavailable
request.refused 400 invalid_request
auth.tokenMissing 401
auth.authorizationMalformed 400 invalid_request
auth.invalidCredentials 401
auth.tooManyAttempts 429 temporarily_unavailable
auth.invalidGrant 400 invalid_grant
auth.unsupportedGrant 400 unsupported_grant_type
auth.invalidScope 400 invalid_scope
auth.invalidClient 401 invalid_client
auth.passwordWrong 403
auth.crossSite 403
auth.csrf 403
auth.sessionRequired 403 insufficient_scope
token.invalid 401 invalid_token
token.expired 401 invalid_token
token.revoked 401 invalid_token
token.foreign 400 invalid_grant
token.refreshInvalid 400 invalid_grant
session.notFound 404
role.unknown 404
role.roleRequired 403 insufficient_scope
role.permissionRequired 403 insufficient_scope
role.notHeld 403 insufficient_scope
role.outranked 403 insufficient_scope
role.lastAdministrator 409
role.nameTaken 409
role.builtIn 409
role.cycle 409
role.inUse 409
user.notFound 404
user.emailTaken 409
user.usernameTaken 409
user.ownAccount 409
user.isService 409
password.tooShort 400
password.tooLong 400
password.tooCommon 400
password.tooPersonal 400
password.breached 400
oneTimeToken.invalid 400
apiKey.notFound 404
apiKey.tooMany 409
apiKey.scopeNotHeld 400
key.fromSettings 409
key.notFound 404
metrics.tokenInvalid 401 invalid_token
server.internal 500 server_error
server.overloaded 503 temporarily_unavailable
server.unavailable 503 temporarily_unavailable
`;

describe('The error catalogue', () => {
  it('is the published one', () => {
    const lines = errorCatalogue.map(({ code, status, oauth }) =>
      [code, status, oauth].filter(Boolean).join(' '),
    );
    expect(lines).toEqual(FROZEN.trim().split('\n'));
  });

  it('holds every slice that a module declares', async () => {
    const root = resolve(__dirname, '../../src');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.errors.ts'),
    );
    const modules = await Promise.all(
      files.map((file) => import(join(root, file)) as Promise<Record<string, object>>),
    );
    const declared = modules
      .flatMap((module) => Object.values(module))
      .flatMap((slice) => Object.values(slice));
    expect(files.length).toBeGreaterThan(5);
    expect(new Set(declared)).toEqual(new Set(errorCatalogue));
  });

  it('names each code once, and explains it', () => {
    expect(new Set(errorCatalogue.map(({ code }) => code)).size).toBe(errorCatalogue.length);
    for (const { code, title, help } of errorCatalogue) {
      expect([code, /^[A-Z].*\.$/.test(title), help.length > 20]).toEqual([code, true, true]);
    }
  });
});
