import { type RoleCatalogue, withinScopes } from '../roles/index.js';
import type { VerifiedToken } from './verified-token.js';

/** What the holder of a token may do: what its roles permit now, within the scopes of an API key. */
export const authorityOf = (
  { roles, scopes }: Pick<VerifiedToken, 'roles' | 'scopes'>,
  catalogue: RoleCatalogue,
): ReturnType<typeof withinScopes> => withinScopes(catalogue.authorityOf(roles), scopes);
