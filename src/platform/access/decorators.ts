import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { PERMISSIONS, PUBLIC, ROLES, SESSION_ONLY, TAKES_EXPIRED, UNLIMITED } from './access-rule.js';
import type { Principal } from './principal.js';

/** Opens a route to everybody. Every public route is also in the list of test/contracts/public-routes.spec.ts. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Lets only callers pass who hold at least one of the roles. */
export const Roles = (...anyOf: [string, ...string[]]) => SetMetadata(ROLES, anyOf);

/** Lets only callers pass whose roles grant every one of the permissions. */
export const RequirePermissions = (...all: [string, ...string[]]) => SetMetadata(PERMISSIONS, all);

/**
 * Lets an access token serve that has expired, if nothing else is wrong with it. For leaving only: who comes back
 * after an hour must still be able to sign out.
 */
export const TakesExpiredTokens = () => SetMetadata(TAKES_EXPIRED, true);

/**
 * Lets only callers pass who have signed in, and no API key: a key that leaked must not become an account that is lost.
 * The caller is a `SessionPrincipal`. Which routes take keys is written in test/contracts/api-key-routes.spec.ts.
 */
export const SessionOnly = () => SetMetadata(SESSION_ONLY, true);

/** Lets everybody come as often as they like: documents that may be cached, and callers with limits of their own. */
export const Unlimited = () => SetMetadata(UNLIMITED, true);

/** A request that the access guard let through, as far as this vocabulary needs to know it. */
export interface AuthenticatedRequest {
  principal?: Principal;
}

/** The verified caller, on a route that is not public. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!principal) throw new Error('@CurrentUser() stands on a public route, which has no caller');
  return principal;
});
