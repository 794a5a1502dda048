import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { skeleton } from './predictable.js';

const DIGEST_LENGTH = 5;

/** How an entry stands in the list: 40 bits, by which one in two million others is taken for an entry. */
export const entryOf = (text: string): Buffer =>
  createHash('sha256').update(skeleton(text)).digest().subarray(0, DIGEST_LENGTH);

/** The most common passwords of the world, as sorted digests (docs/decisions/0013-common-passwords.md). */
@Injectable()
export class CommonPasswords {
  private readonly digests = readFileSync(new URL('./common-passwords.bin', import.meta.url));

  get size(): number {
    return this.digests.length / DIGEST_LENGTH;
  }

  /** In whatever letter case, and with the usual substitutions. */
  includes(text: string): boolean {
    const wanted = entryOf(text);
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = wanted.compare(this.digests, middle * DIGEST_LENGTH, (middle + 1) * DIGEST_LENGTH);
      if (order === 0) return true;
      if (order < 0) high = middle;
      else low = middle + 1;
    }
    return false;
  }
}
