import { createCipheriv } from 'node:crypto';
import { BASE64, firstOf, fromBase64, lengthReasons, sameBytes } from './encoding.js';
import { deriveScrypt, scryptReasons } from './scrypt.js';

const FORM = new RegExp(
  String.raw`^\$firebase-scrypt\$ln=(\d{1,2}),r=(\d{1,2})` + String.raw`\$(${BASE64})`.repeat(4) + '$',
);

/** @param {string} hash */
function partsOf(hash) {
  const parts = FORM.exec(hash);
  if (!parts) return undefined;
  const [signerKey, separator, ownSalt, digest] = parts.slice(3).map(fromBase64);
  return {
    work: { logN: Number(parts[1]), blockSize: Number(parts[2]), parallelism: 1 },
    signerKey,
    salt: Buffer.concat([ownSalt, separator]),
    digest,
  };
}

/**
 * Firebase Authentication's scrypt (github.com/firebase/scrypt): the password's scrypt is the AES-256-CTR key under
 * which the project's signer key gives the digest. All that it takes stands in the one string.
 *
 * @type {import('./index.js').HashFormat}
 */
export const firebaseScrypt = {
  name: 'Firebase scrypt',
  form: '$firebase-scrypt$ln=<mem_cost>,r=<rounds>$<signer key>$<salt separator>$<salt>$<digest>',
  recognises: (hash) => hash.startsWith('$firebase-scrypt$'),

  problem(hash) {
    const parts = partsOf(hash);
    if (!parts) return 'it is not complete';
    return firstOf([
      ...scryptReasons(parts.work),
      ...lengthReasons(parts),
      [parts.signerKey.length !== parts.digest.length, 'its digest must be as long as the signer key'],
    ]);
  },

  verify(hash, password) {
    const parts = partsOf(hash);
    if (!parts) return false;
    const key = deriveScrypt(password, parts.salt, 32, parts.work);
    const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
    return sameBytes(Buffer.concat([cipher.update(parts.signerKey), cipher.final()]), parts.digest);
  },
};
