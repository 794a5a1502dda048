import { availableParallelism } from 'node:os';
import { defineSection, setting } from '../../platform/config/index.js';

export const passwordsConfig = defineSection('Passwords', {
  PASSWORD_MIN_LENGTH: setting
    .integer({ min: 8, max: 64 })
    .default(15)
    .describe(
      'The fewest characters of a new password. NIST SP 800-63B-4 asks for 15 where the password is the only factor.',
    ),
  ARGON2_MEMORY: setting
    .integer({ min: 19_456, max: 1_048_576 })
    .default(19_456)
    .describe('Argon2id memory in KiB. Raising it re-hashes each password at its next sign-in.'),
  ARGON2_PASSES: setting.integer({ min: 2, max: 16 }).default(2).describe('Argon2id passes over the memory.'),
  LIMIT_PASSWORD_FAILURES: setting
    .integer({ min: 0, max: 100_000 })
    .default(100)
    .describe(
      'Wrong attempts in a row, from wherever, after which a password is good no more until it is reset; browsers that signed in before are neither counted nor shut out. NIST SP 800-63B-4 asks for 100 at most. 0 sets no limit.',
    ),
  HASH_WORKERS: setting
    .integer({ min: 1, max: 64 })
    .default(availableParallelism())
    .describe('Threads that hash passwords.')
    .meta({ documentedDefault: 'number of cores' }),
  HASH_QUEUE: setting
    .integer({ min: 1, max: 10_000 })
    .default(64)
    .describe(
      'How many sign-ins may wait for a thread; past it, callers get 503 with `Retry-After` at once.',
    ),
});
