import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { OperatorError } from '../../platform/errors/index.js';
import { RECORD_FIELDS } from '../account-record.dto.js';
import type { ImportLine } from '../move-in.service.js';

/** Bytes; a quote that is never closed would otherwise take in the rest of the file. */
const LONGEST = 1_000_000;

interface Row {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/** A header that names the fields, then one account a row. What is empty is absent; roles are parted by commas. */
export async function* readCsv(input: Readable): AsyncGenerator<ImportLine> {
  const broken: ImportLine[] = [];
  const rows = input.pipe(
    parse({
      bom: true,
      info: true,
      max_record_size: LONGEST,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        const line = Number((error as { lines?: number } | undefined)?.lines ?? 0);
        broken.push({ line, fault: 'is not a row of CSV: mind its quotes' });
        return undefined;
      },
    }),
  );
  input.once('error', (error) => rows.destroy(error));
  let header: readonly string[] | undefined;
  for await (const { record, info } of rows as AsyncIterable<Row>) {
    yield* broken.splice(0);
    if (header) yield { line: info.lines, ...valueOf(record, header) };
    else header = checkedHeader(record);
  }
  yield* broken;
}

function checkedHeader(names: readonly string[]): readonly string[] {
  const unknown = names.findIndex((name) => !(RECORD_FIELDS as readonly string[]).includes(name));
  if (unknown >= 0) {
    throw new OperatorError(
      `Column ${unknown + 1} of the first line names no field. The first line names the columns, of: ${RECORD_FIELDS.join(', ')}.`,
    );
  }
  if (new Set(names).size < names.length) throw new OperatorError('Two columns have the same name.');
  return names;
}

function valueOf(
  record: readonly string[],
  header: readonly string[],
): { value: unknown } | { fault: string } {
  if (record.length !== header.length) return { fault: `must have ${header.length} columns` };
  const filled = header.flatMap((name, at) => (record[at] ? [[name, typed(name, record[at])]] : []));
  return { value: Object.fromEntries(filled) };
}

function typed(name: string, text: string): unknown {
  if (name === 'roles') {
    return text
      .split(',')
      .map((role) => role.trim())
      .filter(Boolean);
  }
  if (name !== 'disabled' && name !== 'emailVerified') return text;
  return { true: true, false: false }[text.toLowerCase()] ?? text;
}
