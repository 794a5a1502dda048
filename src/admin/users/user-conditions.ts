import { displayNameKey, emailKey, usernameKey } from '../../users/index.js';
import type { UserQuery } from './user-query.dto.js';

/** A part of a query's `WHERE`, of the table `users` as "user". */
export interface Condition {
  readonly sql: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The last character there is: no text that begins with another comes after that other and this. */
const LAST = '\u{10FFFF}';

const STATES: Record<NonNullable<UserQuery['state']>, string> = {
  active: '"user"."disabledAt" IS NULL',
  disabled: '"user"."disabledAt" IS NOT NULL',
  unverified: `"user"."emailVerifiedAt" IS NULL AND "user"."kind" = 'person'`,
};

/** Written out and not as values: so the database sees that an index of the few holds them all. */
const KINDS: Record<NonNullable<UserQuery['kind']>, string> = {
  person: `"user"."kind" = 'person'`,
  service: `"user"."kind" = 'service'`,
};

/** What any account can be judged by as it is met. */
export function plainConditions({ state, kind }: UserQuery): Condition[] {
  return [state && STATES[state], kind && KINDS[kind]].flatMap((sql) => (sql ? [{ sql, values: {} }] : []));
}

/**
 * That a name begins so, one condition for each name there is. Compared as a range of bytes, so no character means
 * anything but itself, as some would to `LIKE`.
 *
 * @param collation what makes the store compare bytes
 */
export function beginningConditions(q: string, collation: string): Condition[] {
  const beginnings: [column: string, text: string | null][] = [
    ['emailKey', emailKey(q) ?? usernameKey(q.normalize('NFC'))],
    ['usernameKey', usernameKey(q)],
    ['displayNameKey', displayNameKey(q)],
  ];
  return beginnings.map(([column, text]) => {
    const name = `"user"."${column}"${collation}`;
    return {
      sql: `(${name} >= :${column} AND ${name} < :${column}End)`,
      values: { [column]: text, [`${column}End`]: `${text}${LAST}` },
    };
  });
}

export const roleCondition = (roleId: string): Condition => ({
  sql: 'EXISTS (SELECT 1 FROM "user_roles" "held" WHERE "held"."userId" = "user"."id" AND "held"."roleId" = :roleId)',
  values: { roleId },
});
