import type { Readable } from 'node:stream';
import type { ImportLine } from '../move-in.service.js';
import { readCsv } from './csv.js';
import type { FileFormat } from './file-format.js';
import { readJsonLines } from './json-lines.js';

/** U+FFFD stands where bytes were no UTF-8: the text is not what somebody wrote, and must not become a name. */
const isDamaged = (value: unknown): boolean => JSON.stringify(value)?.includes('\ufffd') ?? false;

/**
 * What each line of a file holds, without keeping the file in memory.
 *
 * @throws OperatorError where the file as a whole is not of its format
 */
export async function* readLines(input: Readable, format: FileFormat): AsyncGenerator<ImportLine> {
  for await (const read of format === 'csv' ? readCsv(input) : readJsonLines(input)) {
    yield isDamaged(read.value) ? { line: read.line, fault: 'must be in UTF-8' } : read;
  }
}
