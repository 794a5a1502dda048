import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { MasterKey } from './master-key.js';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts what must be read back: AES-256-GCM, bound to the row it belongs to. */
@Injectable()
export class Sealer {
  readonly #key: Buffer;

  constructor(masterKey: MasterKey) {
    this.#key = masterKey.derive('sealing');
  }

  /** base64url of IV, ciphertext and tag. `rowId` is associated data: a sealed value moved to another row does not open. */
  seal(plaintext: string, rowId: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(rowId));
    return Buffer.concat([
      iv,
      cipher.update(plaintext, 'utf8'),
      cipher.final(),
      cipher.getAuthTag(),
    ]).toString('base64url');
  }

  /** @throws when the key is another one, or the value was changed or moved */
  open(sealed: string, rowId: string): string {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.length < IV_BYTES + TAG_BYTES) throw new Error('What is sealed is longer than this');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(rowId))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  }
}
