import { timingSafeEqual } from 'node:crypto';

/** One run of base64 in any of its alphabets: the usual one, the one for URLs, and passlib's, with `.` for `+`. */
export const BASE64 = '[A-Za-z0-9+/._-]+={0,2}';

/** @param {string} text */
export const fromBase64 = (text) => Buffer.from(text.replaceAll('.', '+'), 'base64');

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
export const sameBytes = (one, other) => one.length === other.length && timingSafeEqual(one, other);

/**
 * The first reason that applies.
 *
 * @param {ReadonlyArray<readonly [applies: boolean, reason: string]>} reasons
 * @returns {string | undefined}
 */
export const firstOf = (reasons) => reasons.find(([applies]) => applies)?.[1];

/**
 * A salt without which equal passwords show, or a digest so short that other passwords have it too.
 *
 * @param {{ salt: Uint8Array, digest: Uint8Array }} hash
 * @returns {Array<[boolean, string]>}
 */
export const lengthReasons = ({ salt, digest }) => [
  [salt.length < 4 || salt.length > 64, 'its salt must have 4 to 64 bytes'],
  [digest.length < 16 || digest.length > 128, 'its digest must have 16 to 128 bytes'],
];
