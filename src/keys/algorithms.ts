import {
  constants,
  generateKeyPair,
  type KeyObject,
  sign,
  timingSafeEqual,
  createHmac,
  verify,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { ALGORITHMS } from './keys.config.js';

/** JWS algorithms we sign and verify with (RFC 7518 §3.1, RFC 8037 §3.1). */
export type Algorithm = (typeof ALGORITHMS)[number];
export type AsymmetricAlgorithm = Exclude<Algorithm, 'HS256'>;

const newPair = promisify(generateKeyPair);

/** RFC 7518 §3.5: PSS with SHA-256 and a salt as long as the hash. */
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };

interface Scheme {
  readonly digest: 'sha256' | null;
  readonly options: object;
}

const SCHEMES: Record<AsymmetricAlgorithm, Scheme> = {
  ES256: { digest: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
  EdDSA: { digest: null, options: {} },
  RS256: { digest: 'sha256', options: {} },
  PS256: { digest: 'sha256', options: PSS },
};

export const generateKey = async (
  algorithm: AsymmetricAlgorithm,
): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> => {
  if (algorithm === 'ES256') return newPair('ec', { namedCurve: 'P-256' });
  if (algorithm === 'EdDSA') return newPair('ed25519');
  return newPair('rsa', { modulusLength: 3072 });
};

/** A JWS signature in its raw form. */
export function signBytes(algorithm: Algorithm, key: KeyObject, input: string): Buffer {
  if (algorithm === 'HS256') return createHmac('sha256', key).update(input).digest();
  const { digest, options } = SCHEMES[algorithm];
  return sign(digest, Buffer.from(input), { key, ...options });
}

/** Verifies with the key's own algorithm only: what the token's header claims is not asked. */
export function verifyBytes(algorithm: Algorithm, key: KeyObject, input: string, signature: Buffer): boolean {
  if (algorithm === 'HS256') {
    const expected = signBytes(algorithm, key, input);
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  }
  const { digest, options } = SCHEMES[algorithm];
  return verify(digest, Buffer.from(input), { key, ...options }, signature);
}
