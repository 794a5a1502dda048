import { createCipheriv, pbkdf2Sync, scryptSync } from 'node:crypto';
import { hashSync as argon2Of } from '@node-rs/argon2';
import { hashSync as bcryptOf } from '@node-rs/bcrypt';

const b64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
const SALT = Buffer.from('a salt of sixteen');

const argon2 = (algorithm: 0 | 1 | 2) => (password: string) =>
  argon2Of(password, { algorithm, memoryCost: 64, timeCost: 1, parallelism: 1 });

const pbkdf2 = (digest: string, length: number) => (password: string) =>
  `$pbkdf2-${digest}$50$${b64(SALT)}$${b64(pbkdf2Sync(password, SALT, 50, length, digest))}`;

function firebase(password: string): string {
  const [signer, separator] = [Buffer.alloc(64, 7), Buffer.from([7])];
  const key = scryptSync(password, Buffer.concat([SALT, separator]), 32, { N: 16, r: 8, p: 1 });
  const digest = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(signer);
  return `$firebase-scrypt$ln=4,r=8$${[signer, separator, SALT, digest].map((part) => part.toString('base64')).join('$')}`;
}

/** How other systems would have hashed a password: quickly, for a test. */
export const FOREIGN_HASHES: Readonly<Record<string, (password: string) => string>> = {
  'bcrypt $2a$': (password) => bcryptOf(password, 4).replace('$2b$', '$2a$'),
  'bcrypt $2b$': (password) => bcryptOf(password, 4),
  'bcrypt $2y$': (password) => bcryptOf(password, 4).replace('$2b$', '$2y$'),
  Argon2d: argon2(0),
  Argon2i: argon2(1),
  'a weak Argon2id': argon2(2),
  scrypt: (password) =>
    `$scrypt$ln=4,r=8,p=1$${b64(SALT)}$${b64(scryptSync(password, SALT, 32, { N: 16, r: 8, p: 1 }))}`,
  'PBKDF2 with SHA-1': pbkdf2('sha1', 20),
  'PBKDF2 with SHA-256': pbkdf2('sha256', 32),
  'PBKDF2 with SHA-512': pbkdf2('sha512', 64),
  'PBKDF2 of Keycloak, in two blocks': pbkdf2('sha256', 64),
  'PBKDF2 of Django': (password) =>
    `pbkdf2_sha256$50$seasalt$${pbkdf2Sync(password, 'seasalt', 50, 32, 'sha256').toString('base64')}`,
  'scrypt of Firebase': firebase,
};
