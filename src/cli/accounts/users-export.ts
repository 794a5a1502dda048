import { type FileFormat, formatOfFile, MoveOut, recordWriter } from '../../moving/index.js';
import { prepared } from '../exit-codes.js';
import { remark, say } from '../say.js';
import { Target } from '../target.js';
import { withApplication } from '../with-application.js';

export async function exportUsers(path: string, { format }: { format?: string }): Promise<void> {
  const job = prepared(() => {
    const asked = path === '-' && !format ? 'jsonl' : formatOfFile(path, format);
    return { asked, target: Target.named(path) };
  });
  if (!job) return;
  const { asked, target } = job;
  await target.while(async () => {
    const count = await withApplication((app) =>
      writeAll(target, asked, app.get(MoveOut, { strict: false })),
    );
    target.keep();
    tell(count, path);
  });
}

function tell(count: number, path: string): void {
  const keep = 'keep it as you keep the database';
  if (path === '-') remark(`${count} accounts, with their password hashes: ${keep}.`);
  else
    say(`${count} accounts, with their password hashes, are in ${path}: ${keep}.`, {
      exported: count,
      file: path,
    });
}

async function writeAll(target: Target, format: FileFormat, moveOut: MoveOut): Promise<number> {
  const { start, page } = recordWriter[format];
  let count = 0;
  async function* texts() {
    yield start;
    for await (const records of moveOut.pages()) {
      count += records.length;
      yield page(records);
    }
  }
  await target.take(texts());
  return count;
}
