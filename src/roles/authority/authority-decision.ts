/** Whether somebody may give something, or act on an account; and if not, for want of which permissions. */
export type AuthorityDecision =
  | { readonly verdict: 'allowed' }
  | { readonly verdict: 'notHeld' | 'outranked'; readonly missing: readonly string[] };

const ALLOWED: AuthorityDecision = { verdict: 'allowed' };

/** Nobody gives what they do not hold, or `roles:write` would be every permission at once. */
export function decideGrant(held: ReadonlySet<string>, granted: Iterable<string>): AuthorityDecision {
  const missing = beyond(held, granted);
  return missing.length === 0 ? ALLOWED : { verdict: 'notHeld', missing };
}

/**
 * Nobody acts on an account that may do more than they: whoever gives an administrator another address, and has the
 * password mailed there, is an administrator.
 */
export function decideActing(held: ReadonlySet<string>, targetHolds: Iterable<string>): AuthorityDecision {
  const missing = beyond(held, targetHolds);
  return missing.length === 0 ? ALLOWED : { verdict: 'outranked', missing };
}

const beyond = (held: ReadonlySet<string>, wanted: Iterable<string>): string[] =>
  [...wanted].filter((permission) => !held.has(permission)).sort();
