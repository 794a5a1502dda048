import { QueryFailedError } from 'typeorm';

/** Whether a write failed because a row that it points at is not there, or one that points at it still is. */
export function isForeignKeyViolation(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code, message } = error.driverError as { code?: string; message: string };
  return code === '23503' || /FOREIGN KEY constraint failed/.test(message);
}
