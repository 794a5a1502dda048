import { OperatorError } from '../../platform/errors/index.js';

const FILE_FORMATS = ['jsonl', 'csv'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

const BY_ENDING: Readonly<Record<string, FileFormat>> = {
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  csv: 'csv',
};

/** The format that was asked for, or else the one that the name of the file ends with. */
export function formatOfFile(file: string, asked?: string): FileFormat {
  const format = asked ?? BY_ENDING[/\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? ''];
  if (FILE_FORMATS.includes(format as FileFormat)) return format as FileFormat;
  throw new OperatorError(
    asked
      ? `There is no format "${asked}"; there are ${FILE_FORMATS.join(' and ')}.`
      : `The name ${file} does not end with .jsonl, .ndjson or .csv; say --format jsonl or --format csv.`,
  );
}
