import { type Reflector } from '@nestjs/core';

export const PUBLIC = 'sallyport:public';
export const ROLES = 'sallyport:roles';
export const PERMISSIONS = 'sallyport:permissions';
export const UNLIMITED = 'sallyport:unlimited';
export const TAKES_EXPIRED = 'sallyport:takes-expired';
export const SESSION_ONLY = 'sallyport:session-only';

/** What a route asks of its caller. */
export interface AccessRule {
  readonly isPublic: boolean;
  /** One of these is enough; empty asks for none. */
  readonly anyRole: readonly string[];
  /** Every one of these is needed. */
  readonly allPermissions: readonly string[];
  /** Whether an access token serves that is genuine and stands, and has expired only. */
  readonly takesExpiredTokens: boolean;
  /** Whether the caller must have signed in: an API key does not serve. */
  readonly sessionOnly: boolean;
}

type Target = Parameters<Reflector['get']>[1];

/**
 * Reads the marks of a handler and its controller. A handler's `@Public()` or `@Roles()` replaces its
 * controller's, and where both stand together the stricter holds; permissions of both are needed. A route without a mark asks for a signed-in caller.
 */
export function readAccessRule(reflector: Reflector, handler: Target, controller: Target): AccessRule {
  const nearest = <T>(key: string): T | undefined =>
    reflector.getAllAndOverride<T>(key, [handler, controller]);
  const isRestricted = (target: Target) =>
    [ROLES, PERMISSIONS].some((key) => reflector.get(key, target) !== undefined);
  const opener = [handler, controller].find((target) => reflector.get(PUBLIC, target) === true);
  return {
    isPublic: opener !== undefined && !isRestricted(opener) && !isRestricted(handler),
    anyRole: nearest<string[]>(ROLES) ?? [],
    allPermissions: [controller, handler].flatMap(
      (target) => reflector.get<string[]>(PERMISSIONS, target) ?? [],
    ),
    takesExpiredTokens: nearest<boolean>(TAKES_EXPIRED) === true,
    sessionOnly: nearest<boolean>(SESSION_ONLY) === true,
  };
}
