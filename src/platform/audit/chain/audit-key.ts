import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { MasterKey } from '../../crypto/index.js';
import { sha256 } from './audit-record.js';

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410 §7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key that signs the audit log. It is derived from the master key, so every node has it and nothing stores it. */
@Injectable()
export class AuditKey {
  readonly #key: KeyObject;
  readonly publicKey: KeyObject;

  constructor(masterKey: MasterKey) {
    const der = Buffer.concat([PKCS8, masterKey.derive('audit')]);
    this.#key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    this.publicKey = createPublicKey(this.#key);
  }

  get publicPem(): string {
    return this.publicKey.export({ format: 'pem', type: 'spki' }).toString();
  }

  sign(text: string): string {
    return sign(null, Buffer.from(text), this.#key).toString('base64url');
  }
}

/** RFC 7638: the name of a public Ed25519 key. */
export function nameOfKey(publicKey: KeyObject): string {
  const { x } = publicKey.export({ format: 'jwk' });
  return sha256(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }));
}

/** Whether the holder of the key signed the text. A signature has one spelling. */
export function isSigned(text: string, signature: string, publicKey: KeyObject): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  return bytes.toString('base64url') === signature && verify(null, Buffer.from(text), publicKey, bytes);
}
