import { BUILT_IN_ROLES } from '../built-in.js';

/** What a role is to be. */
export interface RoleDraft {
  readonly name: string;
  readonly description: string;
  /** Names of permissions it grants by itself. */
  readonly permissions: readonly string[];
  /** Names of roles that it takes over. */
  readonly inherits: readonly string[];
}

/** What of it is to become something else; what is absent stays. */
export type RoleChange = { readonly [Field in keyof RoleDraft]?: RoleDraft[Field] | undefined };

export type EditDecision = 'allowed' | 'builtInName' | 'builtInGrants' | 'nameTaken';

/** Letters of the one case and the one alphabet, so that no two names look alike; and none that a list is joined by. */
export const ROLE_NAME = /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/;

/**
 * Whether a role may become that, as far as names and what the code relies on are concerned.
 *
 * @param before undefined for a new role
 * @param names of all roles
 */
export function decideEdit(
  before: (RoleDraft & { readonly builtIn: boolean }) | undefined,
  after: RoleDraft,
  names: readonly string[],
): EditDecision {
  if (before?.builtIn && before.name !== after.name) return 'builtInName';
  if (before?.builtIn && !grantsOf(before.name).every((permission) => after.permissions.includes(permission)))
    return 'builtInGrants';
  const others = names.filter((name) => name !== before?.name);
  // Roles of older versions, or made by hand, may have capitals.
  return others.some((name) => name.toLowerCase() === after.name.toLowerCase()) ? 'nameTaken' : 'allowed';
}

const grantsOf = (name: string): readonly string[] =>
  BUILT_IN_ROLES.find((role) => role.name === name)?.permissions ?? [];
