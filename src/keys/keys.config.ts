import { defineSection, setting } from '../platform/config/index.js';

export const ALGORITHMS = ['ES256', 'EdDSA', 'RS256', 'PS256', 'HS256'] as const;

const bytesOf = (secret: string | undefined) => Buffer.byteLength(secret ?? '');

export const keysConfig = defineSection(
  'Signing keys',
  {
    JWT_ALG: setting
      .oneOf(ALGORITHMS)
      .default('ES256')
      .describe(
        'How access tokens are signed. `HS256` is for a deployment that verifies its own tokens only: it needs `JWT_SECRET`, and nobody else can verify.',
      ),
    JWT_SECRET: setting
      .text()
      .optional()
      .describe(
        'The secret of `HS256`: at least 32 random bytes, for example from `openssl rand -base64 32`.',
      )
      .meta({ secret: true }),
    KEY_ROTATION: setting
      .duration({ min: '1h', max: '400d' })
      .prefault('90d')
      .describe('How long a key signs before the next takes over.'),
    KEY_PUBLISH_AHEAD: setting
      .duration({ min: '10m', max: '30d' })
      .prefault('1d')
      .describe('How long the next key is in the JWKS before it signs, so that everybody knows it by then.'),
    JWT_SECRET_FILE: setting.fileContent().optional().describe('A file that holds the secret of `HS256`.'),
  },
  [
    (values) =>
      values.JWT_ALG === 'HS256' &&
      bytesOf(values.JWT_SECRET ?? values.JWT_SECRET_FILE) < 32 &&
      'JWT_ALG=HS256 needs JWT_SECRET or JWT_SECRET_FILE with at least 32 bytes. Make one with: openssl rand -base64 32',
    (values) =>
      values.JWT_SECRET !== undefined &&
      values.JWT_SECRET_FILE !== undefined &&
      'JWT_SECRET and JWT_SECRET_FILE are both set. Remove one of them.',
    (values) =>
      values.KEY_PUBLISH_AHEAD >= values.KEY_ROTATION &&
      'KEY_PUBLISH_AHEAD must be shorter than KEY_ROTATION, or keys would be due before they are wanted.',
  ],
);
