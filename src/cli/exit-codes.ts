import type { Command } from 'commander';
import { OperatorError, Problem, RequestErrors } from '../platform/errors/index.js';
import { sayFailure } from './say.js';

/** What a command ends with, beside 0. */
export const EXIT = { stopped: 1, misused: 2, someRefused: 3 } as const;

type Meanings = Readonly<Record<number, string>>;

const USUAL: Meanings = {
  0: 'done',
  [EXIT.stopped]: 'not done, or not all of it: standard error says why',
  [EXIT.misused]: 'not begun: there is no such command or option, or one is missing',
};

const explained = new WeakSet<Command>();

/** Tells at the end of a command's help what it ends with; once, so that the usual codes do not follow its own. */
export function explainExitCodes(command: Command, meanings = USUAL): Command {
  if (explained.has(command)) return command;
  explained.add(command);
  const lines = Object.entries(meanings).map(([code, meaning]) => `  ${code}  ${meaning}`);
  return command.addHelpText('after', `\nExit codes:\n${lines.join('\n')}`);
}

/** Prepares what a command needs, and ends with `misused` where the operator has to mend something first. */
export function prepared<T>(prepare: () => T): T | undefined {
  try {
    return prepare();
  } catch (error) {
    return misused(error);
  }
}

/** Ends with `misused` for what the operator has to mend first; throws what they did not do. */
export function misused(error: unknown): undefined {
  if (!(error instanceof OperatorError) && !isOfFiles(error) && !isOfForm(error)) throw error;
  sayFailure(error);
  process.exitCode = EXIT.misused;
}

const isOfForm = (error: unknown): boolean =>
  error instanceof Problem && error.entry === RequestErrors.invalid;

const isOfFiles = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';
