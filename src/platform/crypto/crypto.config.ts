import { defineSection, setting } from '../config/index.js';

/** Strictly base64: Node would drop what is not, and a passphrase would pass for a key. */
const decodes = (value: string | undefined): boolean =>
  value === undefined ||
  (/^[A-Za-z0-9+/_-]+={0,2}$/.test(value) && Buffer.from(value, 'base64').length >= 32);

export const cryptoConfig = defineSection(
  'Master key',
  {
    MASTER_KEY: setting
      .text()
      .optional()
      .describe(
        'The key that seals private signing keys and derives every other secret of the server: at least 32 random bytes in base64, for example from `openssl rand -base64 32`. Without it the database’s signing keys cannot be opened; it cannot be read back from there.',
      )
      .meta({ secret: true }),
    MASTER_KEY_FILE: setting
      .fileContent()
      .optional()
      .describe(
        'A file that holds the master key, for container secrets. Use this or `MASTER_KEY`, not both.',
      ),
    DATA_DIR: setting
      .text()
      .default('data')
      .describe('Where a development start keeps `master.key` if no master key is configured.'),
  },
  [
    (values) =>
      values.MASTER_KEY !== undefined &&
      values.MASTER_KEY_FILE !== undefined &&
      'MASTER_KEY and MASTER_KEY_FILE are both set. Remove one of them.',
    (values) =>
      !(decodes(values.MASTER_KEY) && decodes(values.MASTER_KEY_FILE)) &&
      'The master key must be at least 32 bytes in base64. Make one with: openssl rand -base64 32',
    (values, { production }) =>
      production &&
      !(values.MASTER_KEY ?? values.MASTER_KEY_FILE) &&
      'MASTER_KEY or MASTER_KEY_FILE is required in production. Make one with: openssl rand -base64 32',
  ],
);
