import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;

/** A secret of 256 bits, such as `sp_rt_…`: its prefix lets people and secret scanners recognise it. */
export const randomSecret = (prefix: string): string =>
  prefix + randomBytes(SECRET_BYTES).toString('base64url');

/** Whether a text can be a secret of `randomSecret(prefix)`; spares a lookup for anything else. */
export const looksLikeSecret = (text: string, prefix: string): boolean =>
  text.startsWith(prefix) && /^[A-Za-z0-9_-]{43}$/.test(text.slice(prefix.length));

/** How secrets of 256 random bits are stored: SHA-256, base64url. They need no salt, for nobody can guess them. */
export const digestOf = (secret: string): string => hash('sha256', secret, 'base64url');

/** HMAC-SHA-256, base64url. */
export const hmac = (key: Buffer, message: string): string =>
  createHmac('sha256', key).update(message).digest('base64url');

/** Compares in time that does not tell where the texts differ. */
export const equalSecrets = (a: string, b: string): boolean => timingSafeEqual(sha256(a), sha256(b));

const sha256 = (text: string) => hash('sha256', text, 'buffer');
