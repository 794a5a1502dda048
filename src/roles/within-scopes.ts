import type { Principal } from '../platform/access/index.js';

type Authority = Pick<Principal, 'roles' | 'permissions'>;

/**
 * What is left of an authority within the scopes of an API key: the permissions that are in both. A role means more
 * than the permissions it grants, so a key that is limited to some of them holds none.
 *
 * @param scopes names of permissions; undefined limits nothing
 */
export function withinScopes(owner: Authority, scopes: readonly string[] | undefined): Authority {
  if (scopes === undefined) return owner;
  return { roles: [], permissions: new Set(scopes.filter((scope) => owner.permissions.has(scope))) };
}
