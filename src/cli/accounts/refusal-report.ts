import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { OperatorError } from '../../platform/errors/index.js';

/** The lines that were refused, one JSON object each: `{"line":7,"reason":"…"}`. Made anew by every run. */
export class RefusalReport {
  private readonly file: number;
  private readonly isOurs: boolean;
  readonly path: string;
  count = 0;

  /** @param asked the path that the operator wants */
  constructor(input: string, asked?: string) {
    this.path = asked ?? `${input}.refused.jsonl`;
    this.isOurs = asked === undefined;
    if (resolve(this.path) === resolve(input))
      throw new OperatorError('The report would overwrite the file.');
    this.file = openSync(this.path, 'w', 0o600);
  }

  add(line: number, reason: string): void {
    writeSync(this.file, `${JSON.stringify({ line, reason })}\n`);
    this.count++;
  }

  /** A report of nothing is not left behind, unless somebody asked for it by name. */
  close(): void {
    closeSync(this.file);
    if (this.isOurs && this.count === 0) rmSync(this.path, { force: true });
  }
}
