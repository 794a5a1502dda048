import type { ArrivingUser, UserKeys } from '../users/index.js';

/** An account that may move in: its record was found in order. */
export interface Arrival {
  readonly user: ArrivingUser;
  readonly passwordHash: string | null;
  readonly roles: readonly string[];
}

/** What was there before an arrival: in the database, and among those of the same page that came earlier. */
export class Known {
  readonly #ids = new Set<string>();
  readonly #emailKeys = new Set<string>();
  readonly #usernameKeys = new Set<string>();

  add({ id, emailKey, usernameKey }: UserKeys): void {
    this.#ids.add(id);
    this.#emailKeys.add(emailKey);
    if (usernameKey !== null) this.#usernameKeys.add(usernameKey);
  }

  shares({ id, emailKey, usernameKey }: UserKeys): 'id' | 'email' | 'username' | undefined {
    if (this.#ids.has(id)) return 'id';
    if (this.#emailKeys.has(emailKey)) return 'email';
    return usernameKey !== null && this.#usernameKeys.has(usernameKey) ? 'username' : undefined;
  }
}

export type ArrivalVerdict = 'new' | 'alreadyThere' | 'emailTaken' | 'usernameTaken' | 'roleUnknown';

/** An account is already there when one has its id: the one of its record, or the one that the record's content gives. */
export function judgeArrival(
  { user, roles }: Arrival,
  known: Known,
  roleIds: ReadonlyMap<string, string>,
): ArrivalVerdict {
  const shared = known.shares(user);
  if (shared === 'id') return 'alreadyThere';
  if (shared) return `${shared}Taken`;
  return roles.every((role) => roleIds.has(role)) ? 'new' : 'roleUnknown';
}
