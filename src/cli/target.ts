import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OperatorError } from '../platform/errors/index.js';
import { draftOf, openDraft } from './draft.js';

/** Where an export goes: into a new file, or to standard output. */
export class Target {
  private constructor(
    private readonly stream: Writable,
    private readonly path?: string,
  ) {}

  /** `-` is standard output. @throws OperatorError where there is such a file */
  static named(path: string): Target {
    return path === '-' ? new Target(process.stdout) : Target.newFile(path);
  }

  /** Written aside, readable by its owner only, and named as asked when it is whole. */
  static newFile(path: string): Target {
    if (existsSync(path)) throw new OperatorError(`${path} exists. Export into a new file.`);
    const fd = openDraft(path);
    return new Target(createWriteStream(draftOf(path), { fd, flush: true }), path);
  }

  /** Runs what writes it, and what comes after that; where it fails, an unfinished file goes. */
  async while<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (this.path !== undefined) rmSync(draftOf(this.path), { force: true });
      throw error;
    }
  }

  /** A text at a time, no faster than it is taken. */
  async take(texts: AsyncIterable<string>): Promise<void> {
    await pipeline(Readable.from(texts, { objectMode: true, highWaterMark: 1 }), this.stream, {
      end: this.stream !== process.stdout,
    });
  }

  keep(): void {
    if (this.path !== undefined) renameSync(draftOf(this.path), this.path);
  }
}
