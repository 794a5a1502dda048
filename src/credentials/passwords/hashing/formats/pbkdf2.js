import { pbkdf2Sync } from 'node:crypto';
import { BASE64, firstOf, fromBase64, lengthReasons, sameBytes } from './encoding.js';

/** About a second of one core. */
const MOST_ITERATIONS = 3_000_000;

/** The bytes of one block. */
const BLOCK = /** @type {const} */ ({ sha1: 20, sha256: 32, sha512: 64 });

/**
 * @typedef {object} Parts
 * @property {keyof typeof BLOCK} algorithm
 * @property {number} iterations
 * @property {Buffer} salt
 * @property {Buffer} digest
 */

/**
 * @param {Parts | undefined} parts
 * @returns {string | undefined}
 */
function problemOf(parts) {
  if (!parts) return 'it is not complete';
  return firstOf([
    [
      parts.iterations < 1 || parts.iterations > MOST_ITERATIONS,
      `its iterations must be 1 to ${MOST_ITERATIONS}`,
    ],
    ...lengthReasons(parts),
  ]);
}

/**
 * RFC 8018 §5.2. Only the first block is compared: each block costs all iterations again and proves nothing more,
 * and no attacker computes the others.
 *
 * @param {Parts | undefined} parts
 * @param {string} password
 */
function matches(parts, password) {
  if (!parts) return false;
  const { algorithm, iterations, salt, digest } = parts;
  const first = digest.subarray(0, BLOCK[algorithm]);
  return sameBytes(pbkdf2Sync(password, salt, iterations, first.length, algorithm), first);
}

const PASSLIB = new RegExp(
  String.raw`^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(\d{1,8})\$(${BASE64})\$(${BASE64})$`,
);
const DJANGO = new RegExp(String.raw`^pbkdf2_(sha1|sha256)\$(\d{1,8})\$([^$]+)\$(${BASE64})$`);

/**
 * @param {RegExp} form
 * @param {(salt: string) => Buffer} readSalt
 * @returns {(hash: string) => Parts | undefined}
 */
const reader = (form, readSalt) => (hash) => {
  const parts = form.exec(hash);
  if (!parts) return undefined;
  return {
    algorithm: /** @type {keyof typeof BLOCK} */ (parts[1] ?? 'sha1'),
    iterations: Number(parts[2]),
    salt: readSalt(parts[3]),
    digest: fromBase64(parts[4]),
  };
};

const fromPasslib = reader(PASSLIB, fromBase64);
const fromDjango = reader(DJANGO, (salt) => Buffer.from(salt));

/** As passlib writes it. @type {import('./index.js').HashFormat} */
export const pbkdf2 = {
  name: 'PBKDF2',
  form: '$pbkdf2-sha256$<iterations>$<salt>$<digest>, also -sha1 and -sha512',
  recognises: (hash) => /^\$pbkdf2(-sha\d+)?\$/.test(hash),
  problem: (hash) => problemOf(fromPasslib(hash)),
  verify: (hash, password) => matches(fromPasslib(hash), password),
};

/** As Django writes it, with the salt as it stands. @type {import('./index.js').HashFormat} */
export const djangoPbkdf2 = {
  name: 'PBKDF2 of Django',
  form: 'pbkdf2_sha256$<iterations>$<salt>$<digest>, also pbkdf2_sha1',
  recognises: (hash) => /^pbkdf2_sha\d+\$/.test(hash),
  problem: (hash) => problemOf(fromDjango(hash)),
  verify: (hash, password) => matches(fromDjango(hash), password),
};
