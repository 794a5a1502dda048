import { createWriteStream, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type FileFormat, formatOfFile, MoveOut, recordWriter } from '../moving/index.js';
import { OperatorError } from '../platform/errors/index.js';
import { prepared } from './exit-codes.js';
import { withApplication } from './with-application.js';

interface Target {
  readonly stream: Writable;
  keep(): void;
  discard(): void;
}

export async function exportUsers(path: string, { format }: { format?: string }): Promise<void> {
  const job = prepared(() => {
    const asked = path === '-' && !format ? 'jsonl' : formatOfFile(path, format);
    return { asked, target: path === '-' ? standardOutput() : newFile(path) };
  });
  if (!job) return;
  const { asked, target } = job;
  try {
    const count = await withApplication((app) =>
      writeAll(target.stream, asked, app.get(MoveOut, { strict: false })),
    );
    target.keep();
    process.stderr.write(
      `${count} accounts, with their password hashes: keep it as you keep the database.\n`,
    );
  } catch (error) {
    target.discard();
    throw error;
  }
}

/** A page at a time, no faster than it is taken. */
async function writeAll(stream: Writable, format: FileFormat, moveOut: MoveOut): Promise<number> {
  const { start, page } = recordWriter[format];
  let count = 0;
  async function* texts() {
    yield start;
    for await (const records of moveOut.pages()) {
      count += records.length;
      yield page(records);
    }
  }
  await pipeline(Readable.from(texts(), { objectMode: true, highWaterMark: 1 }), stream, {
    end: stream !== process.stdout,
  });
  return count;
}

const standardOutput = (): Target => ({
  stream: process.stdout,
  keep: () => undefined,
  discard: () => undefined,
});

/** Written aside, readable by its owner only, and named as asked when it is whole. */
function newFile(path: string): Target {
  if (existsSync(path)) throw new OperatorError(`${path} exists. Export into a new file.`);
  const draft = `${path}.part`;
  rmSync(draft, { force: true }); // of an export that was killed
  const fd = openSync(draft, 'wx', 0o600);
  return {
    stream: createWriteStream(draft, { fd, flush: true }),
    keep: () => renameSync(draft, path),
    discard: () => rmSync(draft, { force: true }),
  };
}
