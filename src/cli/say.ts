import type { Command } from 'commander';
import { ConfigurationFaults } from '../platform/config/index.js';
import { OperatorError, Problem } from '../platform/errors/index.js';
import { explainFileFailure, explainStartFailure } from '../start-failure.js';

let asJson = false;

/** Whether `--json` was given, so that programs read the answer. */
export const speaksJson = (): boolean => asJson;

/** Gives a command line the option `--json`, which every command below it takes too, wherever it stands. */
export const withJson = (program: Command): Command =>
  program
    .option('--json', 'answer in JSON: one document, of a list one a line; failures too, on standard error')
    .on('option:json', () => (asJson = true));

let unheard: Error | undefined;

/** Whether it failed because nobody reads what it says any more, such as `head` that has seen enough. */
export const isUnheard = (error: unknown): boolean => unheard !== undefined && error === unheard;

/** Has what is said to nobody end a command quietly, at its next word: what it is doing until then is done. */
export function mindListeners(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    unheard = error;
  });
}

/** The outcome of a command, on standard output: a line for people or, with `--json`, a document for programs. */
export function say(human: string, data: object): void {
  if (unheard) throw unheard;
  process.stdout.write(`${asJson ? JSON.stringify(data) : human}\n`);
}

interface Telling<T> {
  readonly human: (item: T) => string;
  readonly data: (item: T) => object;
  /** For people, where there are none; a program reads no lines. */
  readonly none: string;
}

/** A list, a line for each. */
export function sayEach<T>(items: readonly T[], { human, data, none }: Telling<T>): void {
  for (const item of items) say(human(item), data(item));
  if (items.length === 0 && !asJson) process.stdout.write(`${none}\n`);
}

/** What people want to know beside the outcome, on standard error; a program is not told. */
export function remark(human: string): void {
  if (!asJson) process.stderr.write(`${human}\n`);
}

/** Why it was not done, on standard error: in words or, with `--json`, as `{"code":"…","detail":"…"}`. */
export function sayFailure(error: unknown): void {
  const detail = explainStartFailure(error);
  const failure = { code: codeOf(error), detail, ...faultsOf(error) };
  process.stderr.write(`${asJson ? JSON.stringify(failure) : detail}\n`);
}

/** What commander says of a command line that it does not understand. */
export function sayMisuse(message: string): void {
  const detail = message.replace(/^error: /, '').trim();
  process.stderr.write(asJson ? `${JSON.stringify({ code: 'cli.misused', detail })}\n` : message);
}

function codeOf(error: unknown): string {
  if (error instanceof Problem) return error.entry.code;
  if (error instanceof ConfigurationFaults) return 'cli.configuration';
  const isRefused = error instanceof OperatorError || explainFileFailure(error) !== undefined;
  return isRefused ? 'cli.refused' : 'cli.fault';
}

const faultsOf = (error: unknown) =>
  error instanceof ConfigurationFaults ? { faults: error.faults } : undefined;
