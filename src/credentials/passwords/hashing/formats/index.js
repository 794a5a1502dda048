// Plain JavaScript, because the worker thread loads these files as they stand.
import { argon2 } from './argon2.js';
import { bcrypt } from './bcrypt.js';
import { firebaseScrypt } from './firebase-scrypt.js';
import { djangoPbkdf2, pbkdf2 } from './pbkdf2.js';
import { scrypt } from './scrypt.js';

/**
 * A way in which a password may be hashed.
 *
 * @typedef {object} HashFormat
 * @property {string} name
 * @property {string} form how its hashes look, for people
 * @property {(hash: string) => boolean} recognises whether a hash says that it is of this format
 * @property {(hash: string, today: import('../argon2.js').Argon2Parameters) => string | undefined} problem
 *   why such a hash is not taken in: it is broken, or checking a password against it would cost too much
 * @property {(hash: string, password: string) => boolean} verify
 */

/** Every format there is; a new one is added here. @type {readonly HashFormat[]} */
export const HASH_FORMATS = [argon2, bcrypt, scrypt, pbkdf2, djangoPbkdf2, firebaseScrypt];

/** The longest hash that the database holds. */
const LONGEST = 512;

/** @param {string} hash */
const formatOf = (hash) => HASH_FORMATS.find((format) => format.recognises(hash));

/**
 * Why a hash is not taken in, without a word of the hash; undefined where it is.
 *
 * @param {string} hash
 * @param {import('../argon2.js').Argon2Parameters} today
 * @returns {string | undefined}
 */
export function problemOfHash(hash, today) {
  const format = formatOf(hash);
  if (!format) return `is of no known format (${HASH_FORMATS.map(({ name }) => name).join(', ')})`;
  if (hash.length > LONGEST) return `must have at most ${LONGEST} characters`;
  const problem = format.problem(hash, today);
  return problem && `is a hash of ${format.name} that cannot be taken: ${problem}`;
}

/**
 * @param {string} hash
 * @param {string} password
 */
export const verifyHash = (hash, password) => formatOf(hash)?.verify(hash, password) ?? false;
