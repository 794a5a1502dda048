import { QueryFailedError } from 'typeorm';

/**
 * Whether a write failed because a row with the same value exists, in any supported database.
 * @param column the column that must be the culprit
 */
export function isUniqueViolation(error: unknown, column: string): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { message, detail = '' } = error.driverError as { message: string; detail?: string };
  const sqlite = /UNIQUE constraint failed: (.*)$/.exec(message)?.[1];
  if (sqlite) return sqlite.split(', ').some((name) => name.split('.')[1] === column);
  const postgres = /duplicate key value/.test(message) && /^Key \(([^)]*)\)=/.exec(detail)?.[1];
  return postgres ? postgres.split(', ').some((name) => name.replaceAll('"', '') === column) : false;
}
