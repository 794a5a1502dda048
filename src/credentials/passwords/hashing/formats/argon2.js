import { parseOptions, verifySync } from '@node-rs/argon2';
import { firstOf, fromBase64, lengthReasons } from './encoding.js';

const FORM =
  /^\$argon2(?:id|i|d)\$(?:v=(?:16|19)\$)?m=(\d{1,8}),t=(\d{1,4}),p=(\d{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;
/** KiB: 256 MiB at a time, and 1 GiB written in all, which takes about a second. */
const MOST_MEMORY = 262_144;
const MOST_WRITTEN = 1_048_576;

/**
 * Base64 may be of the right letters and be no bytes all the same.
 *
 * @param {string} hash
 */
function isReadable(hash) {
  try {
    return parseOptions(hash).outputLen > 0;
  } catch {
    return false;
  }
}

/** @type {import('./index.js').HashFormat} */
export const argon2 = {
  name: 'Argon2',
  form: '$argon2id$v=19$m=<KiB>,t=<passes>,p=<lanes>$<salt>$<digest>',
  recognises: (hash) => hash.startsWith('$argon2'),

  /** What this server itself makes is always welcome, so that it can be moved to another. */
  problem(hash, today) {
    const parts = FORM.exec(hash);
    if (!parts) return 'it is not complete';
    const [memory, passes, lanes] = parts.slice(1, 4).map(Number);
    const isOurs = memory <= today.memoryCost && passes <= today.timeCost;
    return firstOf([
      [lanes < 1 || lanes > 16, 'it must have 1 to 16 lanes'],
      [memory < 8 * lanes || passes < 1, 'it is not possible with that little memory'],
      [memory > MOST_MEMORY && !isOurs, `its memory must be at most ${MOST_MEMORY} KiB`],
      [memory * passes > MOST_WRITTEN && !isOurs, `memory times passes must be at most ${MOST_WRITTEN} KiB`],
      ...lengthReasons({ salt: fromBase64(parts[4]), digest: fromBase64(parts[5]) }),
      [!isReadable(hash), 'it is not complete'],
    ]);
  },

  verify: (hash, password) => isReadable(hash) && verifySync(hash, password),
};
