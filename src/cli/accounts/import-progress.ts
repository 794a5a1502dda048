import { SingleBar } from 'cli-progress';
import { remark, speaksJson } from '../say.js';

const EVERY = 5_000;

export interface Progress {
  /** @param bytes read so far @param lines settled so far */
  at(bytes: number, lines: number): void;
  end(): void;
}

/** A bar on a terminal, elsewhere a line now and then; on standard error, for standard output belongs to the outcome. */
export function showProgress(totalBytes: number): Progress {
  return process.stderr.isTTY && !speaksJson() ? bar(totalBytes) : sayings(totalBytes);
}

function bar(totalBytes: number): Progress {
  const format = '{bar} {percentage}%  {lines} lines  {eta_formatted} to go';
  const shown = new SingleBar({ format, stream: process.stderr, hideCursor: true });
  shown.start(Math.max(totalBytes, 1), 0, { lines: 0 });
  return {
    at: (bytes, lines) => shown.update(bytes, { lines }),
    end: () => shown.stop(),
  };
}

function sayings(totalBytes: number): Progress {
  let next = EVERY;
  return {
    at(bytes, lines) {
      if (lines < next) return;
      next = lines - (lines % EVERY) + EVERY;
      remark(`${lines} lines, ${Math.floor((100 * bytes) / Math.max(totalBytes, 1))} %`);
    },
    end: () => undefined,
  };
}
