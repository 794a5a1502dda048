import { OperatorError } from '../platform/errors/index.js';

/** What a command for many accounts ends with, beside 0; `--help` explains them. */
export const EXIT = { stopped: 1, misused: 2, someRefused: 3 } as const;

/** Prepares what a command needs, and ends with `misused` where the operator has to mend something first. */
export function prepared<T>(prepare: () => T): T | undefined {
  try {
    return prepare();
  } catch (error) {
    if (!(error instanceof OperatorError) && !isOfFiles(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = EXIT.misused;
    return undefined;
  }
}

const isOfFiles = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';
