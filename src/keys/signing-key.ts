import { createHmac, createSecretKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { Algorithm } from './algorithms.js';

/** A key as the token code uses it. It has one algorithm, and no token can choose another for it. */
export interface SigningKey {
  readonly kid: string;
  readonly algorithm: Algorithm;
  readonly signingKey: KeyObject;
  readonly verificationKey: KeyObject;
  /** Absent for a shared secret, which is never published. */
  readonly publicJwk?: JsonWebKey;
}

/** The key of `HS256`. Its name is derived from it, so that tokens of an earlier secret are told apart. */
export function sharedSecret(secret: string): SigningKey {
  const key = createSecretKey(secret, 'utf8');
  const kid = createHmac('sha256', key).update('sallyport/1/kid').digest('base64url').slice(0, 22);
  return { kid, algorithm: 'HS256', signingKey: key, verificationKey: key };
}
