import { createHash, createHmac } from 'node:crypto';
import { digestOf, equalSecrets, hmac, looksLikeSecret, randomSecret } from './index.js';

describe('A random secret', () => {
  it('is its prefix and 256 bits in base64url', () => {
    expect(randomSecret('sp_rt_')).toMatch(/^sp_rt_[A-Za-z0-9_-]{43}$/);
    expect(Buffer.from(randomSecret(''), 'base64url')).toHaveLength(32);
  });

  it('never comes twice', () => {
    expect(new Set(Array.from({ length: 1000 }, () => randomSecret(''))).size).toBe(1000);
  });

  it('has no bit that always stands the same', () => {
    const samples = Array.from({ length: 200 }, () => Buffer.from(randomSecret(''), 'base64url'));
    const all = (join: (a: number, b: number) => number) =>
      samples.reduce((joined, sample) => Buffer.from(joined.map((byte, at) => join(byte, sample[at]!))));
    expect(all((a, b) => a & b).every((byte) => byte === 0)).toBe(true);
    expect(all((a, b) => a | b).every((byte) => byte === 255)).toBe(true);
  });

  it('is recognised by its prefix', () => {
    const secret = randomSecret('sp_rt_');
    expect(looksLikeSecret(secret, 'sp_rt_')).toBe(true);
    expect(looksLikeSecret(secret, 'sp_at_')).toBe(false);
  });

  it.each([
    ['shorter', (secret: string) => secret.slice(0, -1)],
    ['longer', (secret: string) => `${secret}A`],
    ['padded', (secret: string) => `${secret}=`],
    ['followed by a line break', (secret: string) => `${secret}\n`],
    ['preceded by a space', (secret: string) => ` ${secret}`],
    ['of the other Base64 alphabet', (secret: string) => `${secret.slice(0, -1)}+`],
    ['without its prefix', (secret: string) => secret.slice('sp_rt_'.length)],
    ['all in capitals', (secret: string) => secret.toUpperCase()],
  ])('is not recognised when it is %s', (_, change) => {
    expect(looksLikeSecret(change(randomSecret('sp_rt_')), 'sp_rt_')).toBe(false);
  });
});

describe('The digest of a secret', () => {
  it('is its SHA-256 in base64url', () => {
    expect(digestOf('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'); // FIPS 180-4's example
    expect(digestOf('sp_rt_é')).toBe(createHash('sha256').update('sp_rt_é', 'utf8').digest('base64url'));
  });
});

describe('A message code', () => {
  it('is HMAC-SHA-256 in base64url', () => {
    const key = Buffer.from('Jefe'); // RFC 4231 §4.3
    expect(Buffer.from(hmac(key, 'what do ya want for nothing?'), 'base64url').toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
    expect(hmac(key, 'ü')).toBe(createHmac('sha256', key).update('ü', 'utf8').digest('base64url'));
  });
});

describe('Comparing secrets', () => {
  it('finds them equal when every character is', () => {
    expect(equalSecrets('s3cret', 's3cret')).toBe(true);
    expect(equalSecrets('', '')).toBe(true);
  });

  it('finds them different when they differ in one character, in length or in case', () => {
    for (const other of ['s3creT', 's3cre', 's3cret ', '', 'S3CRET', 's3cret\0'])
      expect([other, equalSecrets('s3cret', other)]).toEqual([other, false]);
  });
});
