import { scryptSync } from 'node:crypto';
import { BASE64, firstOf, fromBase64, lengthReasons, sameBytes } from './encoding.js';

const FORM = new RegExp(
  String.raw`^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$(${BASE64})\$(${BASE64})$`,
);

/** Bytes: of memory at a time, and written in all. */
const MOST_MEMORY = 2 ** 28;
const MOST_WRITTEN = 2 ** 29;

/**
 * @typedef {object} Work
 * @property {number} logN log2 of the CPU and memory cost
 * @property {number} blockSize
 * @property {number} parallelism
 */

/**
 * @param {Work} work
 * @returns {Array<[boolean, string]>}
 */
export function scryptReasons({ logN, blockSize, parallelism }) {
  const memory = 128 * 2 ** logN * blockSize;
  return [
    [logN < 1 || blockSize < 1 || parallelism < 1, 'its parameters must be at least 1'],
    [memory > MOST_MEMORY, 'its memory (128 × N × r) must be at most 256 MiB'],
    [memory * parallelism > MOST_WRITTEN, 'its work (128 × N × r × p) must be at most 512 MiB'],
  ];
}

/**
 * RFC 7914.
 *
 * @param {string} password
 * @param {Uint8Array} salt
 * @param {number} length
 * @param {Work} work
 */
export const deriveScrypt = (password, salt, length, { logN, blockSize, parallelism }) =>
  scryptSync(password, salt, length, {
    N: 2 ** logN,
    r: blockSize,
    p: parallelism,
    maxmem: 2 * MOST_MEMORY,
  });

/** @param {string} hash */
function partsOf(hash) {
  const parts = FORM.exec(hash);
  if (!parts) return undefined;
  const [logN, blockSize, parallelism] = parts.slice(1, 4).map(Number);
  return { work: { logN, blockSize, parallelism }, salt: fromBase64(parts[4]), digest: fromBase64(parts[5]) };
}

/** @type {import('./index.js').HashFormat} */
export const scrypt = {
  name: 'scrypt',
  form: '$scrypt$ln=<log2 N>,r=<r>,p=<p>$<salt>$<digest>',
  recognises: (hash) => hash.startsWith('$scrypt$'),

  problem(hash) {
    const parts = partsOf(hash);
    return parts ? firstOf([...scryptReasons(parts.work), ...lengthReasons(parts)]) : 'it is not complete';
  },

  verify(hash, password) {
    const parts = partsOf(hash);
    if (!parts) return false;
    return sameBytes(deriveScrypt(password, parts.salt, parts.digest.length, parts.work), parts.digest);
  },
};
