import type { Readable } from 'node:stream';
import type { ImportLine } from '../move-in.service.js';
import { readCsv } from './csv.js';
import type { FileFormat } from './file-format.js';
import { readJsonLines } from './json-lines.js';

/** U+FFFD stands where bytes were no UTF-8: the text is not what somebody wrote, and must not become a name. */
const isDamaged = (value: unknown): boolean => JSON.stringify(value)?.includes('\ufffd') ?? false;

/** An account has two levels; what reads them later goes down by calling itself. */
const MAX_DEPTH = 16;

function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1)
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  return level.length > 0;
}

/**
 * What each line of a file holds, without keeping the file in memory.
 *
 * @throws OperatorError where the file as a whole is not of its format
 */
export async function* readLines(input: Readable, format: FileFormat): AsyncGenerator<ImportLine> {
  for await (const read of format === 'csv' ? readCsv(input) : readJsonLines(input)) {
    const fault = faultOf(read.value);
    yield fault ? { line: read.line, fault } : read;
  }
}

function faultOf(value: unknown): string | undefined {
  if (isTooDeep(value)) return 'is nested too deeply';
  return isDamaged(value) ? 'must be in UTF-8' : undefined;
}
