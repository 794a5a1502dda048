// The hash that a peer has of itself, or the very one of Sallyport, so that everything beside it can be compared.
import argon2 from '@node-rs/argon2';
import bcrypt from '@node-rs/bcrypt';

/** OWASP’s first choice, and Sallyport’s default: Argon2id, 19 MiB, 2 passes. */
const OURS = { algorithm: 2, parallelism: 1, memoryCost: 19_456, timeCost: 2 };

const HASHES = {
  argon2id: {
    hash: (text) => argon2.hash(text, OURS),
    verify: (hash, text) => argon2.verify(hash, text),
  },
  bcrypt: {
    hash: (text) => bcrypt.hash(text, 10),
    verify: (hash, text) => bcrypt.verify(text, hash),
  },
};

/** @param wanted `argon2id`, or `own` */
export const passwordHash = (wanted, own) => HASHES[wanted === 'own' ? own : wanted];
