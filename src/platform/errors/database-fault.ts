import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';

/** Classes of SQLSTATE in which PostgreSQL does not do its work: connection, resources, conflict, operator, system. */
const POSTGRES_FAULTS = /^(08|25|40|53|55|57|58|XX)/;

/** What becomes of a connection that is not there, or breaks, below the level of SQL. */
const BROKEN_CONNECTION = /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH/;
const NO_CONNECTION =
  /^Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

interface DriverError {
  readonly code?: string;
  readonly message?: string;
}

/** Whether a database did not do its work. A broken constraint or a bad statement is a fault of ours, and none of these. */
export function isDatabaseFault(error: unknown): boolean {
  if (error instanceof QueryRunnerAlreadyReleasedError) return true; // its connection broke between two statements
  const { code = '', message = '' } = driverErrorOf(error);
  if (BROKEN_CONNECTION.test(code) || NO_CONNECTION.test(message)) return true;
  if (/^SQLITE_/.test(code)) return !/constraint|syntax|no such/i.test(message);
  // As it is where a connection was refused: a server that starts says 57P03.
  const isSql = error instanceof QueryFailedError || isOfPostgres(error);
  return isSql && POSTGRES_FAULTS.test(code);
}

/** An error of the server, by the field that all of them have (PostgreSQL, 55.8); `pg` is not loaded for its class. */
const isOfPostgres = (error: unknown): boolean => error instanceof Error && 'severity' in error;

const driverErrorOf = (error: unknown): DriverError =>
  (error instanceof QueryFailedError ? (error.driverError as DriverError) : (error as DriverError | null)) ??
  {};
