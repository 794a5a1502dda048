import { createReadStream, openSync, readFileSync, fstatSync, type ReadStream } from 'node:fs';
import {
  firebaseLines,
  formatOfFile,
  type ImportLine,
  Known,
  MoveIn,
  readLines,
} from '../../moving/index.js';
import { OperatorError } from '../../platform/errors/index.js';
import { EXIT, prepared } from '../exit-codes.js';
import { showProgress } from './import-progress.js';
import { say } from '../say.js';
import { RefusalReport } from './refusal-report.js';
import { withApplication } from '../with-application.js';

/** Lines a transaction. */
const PAGE = 500;

interface ImportOptions {
  readonly format?: string;
  readonly dryRun?: boolean;
  readonly report?: string;
  readonly firebaseConfig?: string;
}

interface Job {
  readonly file: ReadStream;
  readonly bytes: number;
  readonly lines: AsyncIterable<ImportLine>;
  readonly report: RefusalReport;
}

export async function importUsers(path: string, options: ImportOptions): Promise<void> {
  const job = prepared(() => prepare(path, options));
  if (!job) return;
  try {
    const counts = await withApplication((app) =>
      takeAll(job, app.get(MoveIn, { strict: false }), options.dryRun ? new Known() : undefined),
    );
    tell({ ...counts, report: job.report.count > 0 ? job.report.path : null }, options);
    if (counts.refused > 0) process.exitCode = EXIT.someRefused;
  } finally {
    job.report.close();
  }
}

function prepare(path: string, { format, report, firebaseConfig }: ImportOptions): Job {
  const asked = formatOfFile(path, format);
  if (firebaseConfig && asked !== 'jsonl')
    throw new OperatorError("Firebase's users are read as JSON lines: jq -c '.users[]' firebase.json");
  const convert = firebaseConfig ? firebaseLines(readFileSync(firebaseConfig, 'utf8')) : undefined;
  const fd = openSync(path, 'r');
  const stat = fstatSync(fd);
  if (stat.isDirectory()) throw new OperatorError(`${path} is a folder.`);
  const file = createReadStream(path, { fd });
  const lines = readLines(file, asked);
  return {
    file,
    bytes: stat.size,
    lines: convert ? mapped(lines, convert) : lines,
    report: new RefusalReport(path, report),
  };
}

async function takeAll({ file, bytes, lines, report }: Job, moveIn: MoveIn, rehearsal?: Known) {
  const counts = { lines: 0, imported: 0, alreadyThere: 0, refused: 0 };
  const progress = showProgress(bytes);
  try {
    for await (const page of pagesOf(lines)) {
      for (const { line, verdict, reason } of await moveIn.take(page, rehearsal)) {
        counts[verdict]++;
        if (reason !== undefined) report.add(line, reason);
      }
      counts.lines += page.length;
      progress.at(file.bytesRead, counts.lines);
    }
  } finally {
    progress.end();
  }
  return counts;
}

type Outcome = Awaited<ReturnType<typeof takeAll>> & { readonly report: string | null };

function tell(outcome: Outcome, { dryRun = false }: ImportOptions): void {
  const { imported, alreadyThere, refused, report } = outcome;
  const done = dryRun ? 'would be imported' : 'imported';
  const counts = `${imported} ${done}, ${alreadyThere} already there, ${refused} refused`;
  const where = report ? `\nRefused lines, with their reasons: ${report}` : '';
  say(counts + where, { ...outcome, dryRun });
}

async function* pagesOf(lines: AsyncIterable<ImportLine>): AsyncGenerator<ImportLine[]> {
  let page: ImportLine[] = [];
  for await (const line of lines) {
    page.push(line);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function* mapped(
  lines: AsyncIterable<ImportLine>,
  convert: (line: ImportLine) => ImportLine,
): AsyncGenerator<ImportLine> {
  for await (const line of lines) yield convert(line);
}
