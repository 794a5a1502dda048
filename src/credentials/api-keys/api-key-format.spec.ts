import { isApiKey, isWellFormedApiKey, newApiKey } from './api-key-format.js';

describe('An API key', () => {
  it('has a prefix, 256 random bits and a checksum of six digits', () => {
    expect(newApiKey()).toMatch(/^sp_key_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}$/);
    expect(new Set(Array.from({ length: 100 }, newApiKey)).size).toBe(100);
  });

  it('ends with the CRC-32 of what stands before, so that scanners can compute it', () => {
    const secret = `sp_key_${'A'.repeat(43)}`; // zlib.crc32 of it is 2366295403
    expect(isWellFormedApiKey(`${secret}2a8jWt`)).toBe(true);
  });

  it('is told from every text that differs in one character', () => {
    const key = newApiKey();
    expect(isWellFormedApiKey(key)).toBe(true);
    for (let at = 0; at < key.length; at += 1) {
      const other = key.slice(0, at) + (key[at] === 'x' ? 'y' : 'x') + key.slice(at + 1);
      expect([other, isWellFormedApiKey(other)]).toEqual([other, false]);
    }
  });

  it.each([
    ['one character more', (key: string) => `${key}0`],
    ['one character less', (key: string) => key.slice(0, -1)],
    ['white space', (key: string) => ` ${key}`],
    ['a line break', (key: string) => `${key}\n`],
    ['padding', (key: string) => `${key}=`],
    ['other letter case', (key: string) => key.toUpperCase()],
  ])('is not the same with %s', (_, change) => {
    expect(isWellFormedApiKey(change(newApiKey()))).toBe(false);
  });

  it('is recognised by its prefix, even where it is no good', () => {
    expect(isApiKey('sp_key_x')).toBe(true);
    expect(isApiKey(`sp_at_${'A'.repeat(43)}`)).toBe(false);
  });
});
