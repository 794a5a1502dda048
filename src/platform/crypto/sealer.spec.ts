import { randomBytes } from 'node:crypto';
import { MasterKey, Sealer } from './index.js';

const SECRET = 'the private key of €, and of 🔑';
const ROW = 'signing_keys/1';

describe('A sealed value', () => {
  const sealer = new Sealer(new MasterKey(Buffer.alloc(32, 1)));
  const sealed = sealer.seal(SECRET, ROW);

  it('opens in its own row, with the key that sealed it', () => {
    expect(sealer.open(sealed, ROW)).toBe(SECRET);
  });

  it('opens after a restart with the same master key', () => {
    expect(new Sealer(new MasterKey(Buffer.alloc(32, 1))).open(sealed, ROW)).toBe(SECRET);
  });

  it('may be of any length, none included', () => {
    for (const text of ['', 'x', 'x'.repeat(100_000)])
      expect(sealer.open(sealer.seal(text, ROW), ROW)).toBe(text);
  });

  it('shows nothing of what it holds', () => {
    const bytes = Buffer.from(sealed, 'base64url');
    expect(sealed).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(bytes.includes(Buffer.from('private'))).toBe(false);
    expect(bytes).toHaveLength(12 + Buffer.byteLength(SECRET) + 16);
  });

  it('looks different every time', () => {
    const ivs = Array.from({ length: 100 }, () => sealer.seal(SECRET, ROW).slice(0, 16));
    expect(new Set(ivs).size).toBe(100);
  });

  it('does not open in another row', () => {
    for (const row of ['signing_keys/2', '', `${ROW} `])
      expect(() => sealer.open(sealed, row)).toThrow(/authenticate/);
  });

  it('does not open with another master key', () => {
    const other = new Sealer(new MasterKey(Buffer.alloc(32, 2)));
    expect(() => other.open(sealed, ROW)).toThrow(/authenticate/);
  });

  it('does not open with one bit of any byte flipped', () => {
    const opened = [...Buffer.from(sealed, 'base64url').keys()].filter((at) => {
      const bytes = Buffer.from(sealed, 'base64url');
      bytes[at]! ^= 1;
      try {
        sealer.open(bytes.toString('base64url'), ROW);
        return true;
      } catch {
        return false;
      }
    });
    expect(opened).toEqual([]);
  });

  it.each([
    ['is cut off at its end', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['is cut off at its start', (bytes: Buffer) => bytes.subarray(1)],
    ['is made longer', (bytes: Buffer) => Buffer.concat([bytes, Buffer.of(0)])],
    ['is empty', () => Buffer.alloc(0)],
    ['is shorter than IV and tag', () => randomBytes(27)],
  ])('does not open when it %s', (_, change) => {
    const changed = change(Buffer.from(sealed, 'base64url')).toString('base64url');
    expect(() => sealer.open(changed, ROW)).toThrow();
  });
});
