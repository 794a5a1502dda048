import type { OpenAPIObject } from '@nestjs/swagger';
import { AuthErrors } from '../auth/index.js';
import type { Route } from '../platform/access/index.js';
import { describeErrors, type ErrorEntry, RequestErrors, ServerErrors } from '../platform/errors/index.js';
import { RolesErrors } from '../roles/index.js';
import { TokensErrors } from '../tokens/index.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type DescribedErrors = Omit<ReturnType<typeof describeErrors>[number], 'status'>;

/** Schemes of which a guarded route takes any one. */
const ANY_SCHEME: Record<string, string[]>[] = [{ password: [] }, { bearer: [] }, { cookie: [] }];

const CSRF_HEADER = {
  name: 'X-CSRF-Token',
  in: 'header' as const,
  required: false,
  description: 'Only with cookies: the `csrf_token` of the sign-in.',
  schema: { type: 'string' as const },
};

/**
 * Adds to each operation what is decided before its handler runs and so stands in no controller: how to be let
 * in, and how the guard, the body parser and the server itself can fail.
 */
export function describeWhatGuardsDo(document: OpenAPIObject, routes: readonly Route[]): OpenAPIObject {
  for (const route of routes) {
    const path = document.paths[route.path.replace(/:(\w+)/g, '{$1}')];
    const operation = path?.[route.method.toLowerCase() as 'get'];
    if (!operation) continue;
    operation.security = route.access.isPublic ? [] : ANY_SCHEME;
    describeNeeds(operation, route);
    operation.parameters = operation.parameters?.filter((parameter) => !isAuthorization(parameter));
    const form = Object.keys(
      operation.requestBody && 'content' in operation.requestBody ? operation.requestBody.content : {},
    );
    const isOAuth = form.includes('application/x-www-form-urlencoded');
    addErrors(operation, isOAuth ? 'oauth' : 'problem', failuresBefore(route, form.length > 0));
    if (canFailWith(operation, AuthErrors.csrf)) (operation.parameters ??= []).push(CSRF_HEADER);
  }
  return document;
}

/** Described by `security`; as a parameter it is to be ignored (OpenAPI 3.1 §4.8.12.2), and Swagger UI demands it. */
const isAuthorization = (parameter: object): boolean =>
  'name' in parameter && String(parameter.name).toLowerCase() === 'authorization';

function describeNeeds(operation: Operation, { access }: Route): void {
  const listOf = (names: readonly string[], word: string) => names.map((name) => `\`${name}\``).join(word);
  const needs = [
    operation.description,
    access.sessionOnly && 'Needs somebody who has signed in: an API key does not serve.',
    access.anyRole.length > 0 && `Needs the role ${listOf(access.anyRole, ' or ')}.`,
    access.allPermissions.length > 0 && `Needs the permission ${listOf(access.allPermissions, ' and ')}.`,
  ].filter(Boolean);
  if (needs.length > 0) operation.description = needs.join('\n\n');
}

function failuresBefore({ access, method, path, isLimited }: Route, hasBody: boolean): ErrorEntry[] {
  // A body that no route asks for is read all the same, and can be wrong.
  const body = [RequestErrors.malformed, RequestErrors.tooLarge, RequestErrors.unsupportedMediaType];
  const token = [AuthErrors.tokenMissing, TokensErrors.invalid, TokensErrors.expired, TokensErrors.revoked];
  const changes = method !== 'GET' ? [AuthErrors.csrf, AuthErrors.crossSite] : [];
  return [
    ...(hasBody ? [RequestErrors.invalid] : []),
    ...(method !== 'GET' ? body : path.includes(':') ? [RequestErrors.malformed] : []), // as a broken path is
    ...(access.isPublic ? [] : [AuthErrors.authorizationMalformed, ...token, ...changes]),
    ...(access.sessionOnly ? [AuthErrors.sessionRequired] : []),
    ...(access.anyRole.length > 0 ? [RolesErrors.roleRequired] : []),
    ...(access.allPermissions.length > 0 ? [RolesErrors.permissionRequired] : []),
    ...(isLimited ? [RequestErrors.tooMany] : []),
    ServerErrors.internal,
    ServerErrors.unavailable,
  ];
}

/** Joins errors to those that the controller itself described under the same status. */
function addErrors(operation: Operation, form: 'problem' | 'oauth', entries: readonly ErrorEntry[]): void {
  for (const { status, ...added } of describeErrors(form, entries)) {
    const described = describedAs(operation, status);
    const [[contentType, { schema, examples }]] = Object.entries(added.content) as [
      [string, (typeof added.content)[string]],
    ];
    const known = described?.content?.[contentType]?.examples ?? {};
    const together = { ...known, ...examples };
    const isNews = Object.keys(together).length > Object.keys(known).length;
    operation.responses[status] = {
      description:
        described && isNews
          ? mergeLines(described.description, added.description)
          : (described ?? added).description,
      content: { [contentType]: { schema, examples: together } },
    };
  }
}

const describedAs = (operation: Operation, status: number): DescribedErrors | undefined =>
  operation.responses[status] as DescribedErrors | undefined;

const canFailWith = (operation: Operation, { code, status }: ErrorEntry): boolean =>
  Object.values(describedAs(operation, status)?.content ?? {}).some(({ examples }) => code in examples);

const mergeLines = (a: string, b: string): string =>
  [...new Set([...a.split('\n\n'), ...b.split('\n\n')])].join('\n\n');
