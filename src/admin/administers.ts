import { applyDecorators } from '@nestjs/common';
import { RequirePermissions, SessionOnly } from '../platform/access/index.js';
import { ApiProblems, type ErrorEntry } from '../platform/errors/index.js';
import { RolesErrors } from '../roles/index.js';

/**
 * A route by which somebody administers what is not theirs: with the permission, and signed in themselves, for a key
 * that leaked must not become a hand at every account.
 */
export const Administers = (permission: string, ...failures: readonly ErrorEntry[]) =>
  applyDecorators(
    SessionOnly(),
    RequirePermissions(permission),
    ApiProblems(RolesErrors.outranked, ...failures),
  );
