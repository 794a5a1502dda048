import { Problem } from '../../platform/errors/index.js';
import type { Caller } from '../../roles/index.js';
import { UsersErrors } from '../../users/index.js';

/**
 * Nobody administers their own account, and so shuts themselves out.
 *
 * @throws Problem user.ownAccount
 */
export function assertOther(by: Caller, userId: string): void {
  if (by?.userId === userId) throw new Problem(UsersErrors.ownAccount);
}
