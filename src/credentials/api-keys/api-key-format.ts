import { crc32 } from 'node:zlib';
import { randomSecret } from '../../platform/crypto/index.js';

/** Every key begins so, and nothing else does. */
const PREFIX = 'sp_key_';

/** For secret scanners, too: docs/guides/api-keys.md shows it. */
const API_KEY = /^sp_key_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}$/;

const CHECKSUM_LENGTH = 6;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 256 random bits, recognisable by the prefix, and told from look-alikes by a checksum without asking anybody. */
export function newApiKey(): string {
  const secret = randomSecret(PREFIX);
  return secret + checksumOf(secret);
}

/** Whether a text means to be an API key, be it a good one or not. */
export const isApiKey = (text: string): boolean => text.startsWith(PREFIX);

/** Whether it can be one: of the right form, with the right checksum. */
export const isWellFormedApiKey = (text: string): boolean =>
  API_KEY.test(text) && checksumOf(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH);

/** CRC-32 of all that stands before it, in base 62, six digits. */
function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place += 1) {
    digits = DIGITS.charAt(rest % DIGITS.length) + digits;
    rest = Math.floor(rest / DIGITS.length);
  }
  return digits;
}
