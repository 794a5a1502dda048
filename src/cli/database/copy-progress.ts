import { SingleBar } from 'cli-progress';
import type { CopyProgress } from '../../platform/database/index.js';
import { remark, speaksJson } from '../say.js';

const EVERY = 50_000;

/** A bar on a terminal, elsewhere a line now and then; on standard error, for standard output belongs to the outcome. */
export function showCopying(): CopyProgress & { end(): void } {
  return process.stderr.isTTY && !speaksJson() ? bar() : sayings();
}

function bar(): CopyProgress & { end(): void } {
  const format = '{bar} {percentage}%  {value} of {total} rows  {table}  {eta_formatted} to go';
  const shown = new SingleBar({ format, stream: process.stderr, hideCursor: true });
  return {
    begins: (rows) => shown.start(Math.max(rows, 1), 0, { table: '' }),
    at: (rows, table) => shown.update(rows, { table }),
    end: () => shown.stop(),
  };
}

function sayings(): CopyProgress & { end(): void } {
  let total = 0;
  let next = EVERY;
  return {
    begins: (rows) => (total = rows),
    at(rows, table) {
      if (rows < next) return;
      next = rows - (rows % EVERY) + EVERY;
      remark(`${rows} of ${total} rows, ${Math.floor((100 * rows) / total)} %, at ${table}`);
    },
    end: () => undefined,
  };
}
