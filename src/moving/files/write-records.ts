import { stringify } from 'csv-stringify/sync';
import { type AccountRecord, RECORD_FIELDS } from '../account-record.dto.js';
import type { FileFormat } from './file-format.js';

const csv = (rows: readonly (readonly unknown[])[]): string => stringify(rows.map((row) => [...row]));

/** What stands before the first record, and the text of a page of records. */
export const recordWriter: Record<
  FileFormat,
  { readonly start: string; page(records: readonly AccountRecord[]): string }
> = {
  jsonl: {
    start: '',
    page: (records) => records.map((record) => `${JSON.stringify(record)}\n`).join(''),
  },
  csv: {
    start: csv([RECORD_FIELDS]),
    page: (records) => csv(records.map((record) => RECORD_FIELDS.map((name) => cell(record[name])))),
  },
};

/** A comma alone is no roles at all; an empty cell would be the roles that everyone gets. */
const cell = (value: AccountRecord[keyof AccountRecord]): string =>
  Array.isArray(value) ? value.join(',') || ',' : String(value ?? '');
