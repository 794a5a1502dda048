import type { AccessRule, Principal } from '../../platform/access/index.js';
import type { ErrorEntry } from '../../platform/errors/index.js';
import { refusalOf } from '../../auth/index.js';
import { ACCESS_REFUSALS, type AccessRefusal, decideAccess } from '../../roles/index.js';
import { type Facts, type Step, stepsOf } from './steps.js';

type Caller = Pick<Principal, 'sessionId' | 'roles' | 'permissions'>;

const CHECK_OF: Record<AccessRefusal, string> = {
  signInRequired: 'signedIn',
  sessionRequired: 'sessionOnly',
  roleRequired: 'role',
  permissionRequired: 'permission',
};

const CHECKS = ACCESS_REFUSALS.map((refusal) => CHECK_OF[refusal]);

/** Whether a caller may, by the guard's own decision. */
export function decided(rule: AccessRule, caller: Caller): { steps: Step[]; refusal?: ErrorEntry } {
  const decision = decideAccess(rule, caller);
  const facts = factsOf(rule, caller);
  if (decision === 'allowed') return { steps: stepsOf(CHECKS, 'none', facts) };
  return {
    steps: stepsOf(CHECKS, { at: CHECK_OF[decision] }, facts),
    refusal: refusalOf(rule, decision).entry,
  };
}

/** For who was refused before, or stands before an open door. */
export const undecided = (): Step[] => stepsOf(CHECKS, 'never');

function factsOf({ anyRole, allPermissions, sessionOnly }: AccessRule, caller: Caller): Facts {
  const missing = allPermissions.filter((name) => !caller.permissions.has(name));
  const held = caller.roles.length > 0 ? `Held: ${caller.roles.join(', ')}.` : 'None is held.';
  return {
    ...(!sessionOnly && { sessionOnly: 'An access token and an API key serve alike.' }),
    role:
      anyRole.length > 0 ? `One of these is needed: ${anyRole.join(', ')}. ${held}` : 'No role is asked for.',
    permission: permissionFact(allPermissions, missing),
  };
}

function permissionFact(needed: readonly string[], missing: readonly string[]): string {
  if (needed.length === 0) return 'No permission is asked for.';
  return missing.length > 0 ? `Missing: ${missing.join(', ')}.` : `Held: ${needed.join(', ')}.`;
}
