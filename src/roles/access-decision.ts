import type { AccessRule, Principal } from '../platform/access/index.js';

/** Why a caller may not use a route, in the order in which it is looked at. */
export const ACCESS_REFUSALS = [
  'signInRequired',
  'sessionRequired',
  'roleRequired',
  'permissionRequired',
] as const;

export type AccessRefusal = (typeof ACCESS_REFUSALS)[number];
export type AccessDecision = 'allowed' | AccessRefusal;

/** Whether a caller may use a route. The only place that decides it. */
export function decideAccess(
  rule: AccessRule,
  caller: Pick<Principal, 'sessionId' | 'roles' | 'permissions'> | undefined,
): AccessDecision {
  if (rule.isPublic) return 'allowed';
  if (!caller) return 'signInRequired';
  if (rule.sessionOnly && caller.sessionId === undefined) return 'sessionRequired';
  if (rule.anyRole.length > 0 && !rule.anyRole.some((role) => caller.roles.includes(role)))
    return 'roleRequired';
  if (!rule.allPermissions.every((permission) => caller.permissions.has(permission)))
    return 'permissionRequired';
  return 'allowed';
}
