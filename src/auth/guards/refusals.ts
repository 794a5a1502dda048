import type { AccessRule } from '../../platform/access/index.js';
import { type ErrorEntry, Problem } from '../../platform/errors/index.js';
import { type AccessRefusal, RolesErrors } from '../../roles/index.js';
import { AuthErrors } from '../auth.errors.js';

const ENTRIES: Record<AccessRefusal, ErrorEntry> = {
  signInRequired: AuthErrors.tokenMissing,
  sessionRequired: AuthErrors.sessionRequired,
  roleRequired: RolesErrors.roleRequired,
  permissionRequired: RolesErrors.permissionRequired,
};

/** What the caller is told who may not use a route. */
export const refusalOf = (rule: AccessRule, refusal: AccessRefusal): Problem =>
  new Problem(ENTRIES[refusal], needOf(rule, refusal));

function needOf({ anyRole, allPermissions }: AccessRule, refusal: AccessRefusal): { detail?: string } {
  const needs = { roleRequired: anyRole, permissionRequired: allPermissions };
  const needed = refusal in needs ? needs[refusal as keyof typeof needs] : [];
  return needed.length > 0 ? { detail: `Needed: ${needed.join(', ')}.` } : {};
}
