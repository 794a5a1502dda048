import type { ErrorEntry } from './catalogue.js';

/** One faulty field. */
export interface FieldError {
  /** JSON pointer into the body (`#/email`), or the name of a query parameter (`?format`). */
  readonly pointer: string;
  readonly detail: string;
}

export interface ProblemContext {
  /** For the caller: what was wrong this time. No secrets, nothing that tells accounts apart. */
  readonly detail?: string;
  /** For the operator's log only. */
  readonly because?: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A mistake of whoever runs the server or a command, which they can mend: the message says how, and is all they see. */
export class OperatorError extends Error {}

/**
 * A failure of the catalogue. Throw it anywhere; the problem filter turns it into an RFC 9457 answer.
 *
 * It has no stack trace: `because` says what happened, `cause` keeps its own, and to take one costs a refused sign-in
 * more than all else that decides on it, at the very time when there are too many.
 */
export class Problem extends Error {
  constructor(
    readonly entry: ErrorEntry,
    readonly context: ProblemContext = {},
  ) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(context.because ? `${entry.code}: ${context.because}` : entry.code, { cause: context.cause });
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'Problem';
  }
}
