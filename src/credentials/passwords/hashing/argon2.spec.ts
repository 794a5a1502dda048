import { hashSync } from '@node-rs/argon2';
import { argon2id, isWeaker } from './argon2.js';

const wanted = { memoryCost: 19_456, timeCost: 2 };

const hashWith = (memory: number, passes: number, variant = 'argon2id') =>
  `$${variant}$v=19$m=${memory},t=${passes},p=1$c29tZXNhbHRzb21lc2FsdA$aGFzaA`;

describe('A password hash', () => {
  it('is not weaker than the parameters it was made with', () => {
    const hash = hashSync('correct horse battery staple', argon2id(wanted));
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(isWeaker(hash, wanted)).toBe(false);
  });

  it('is weaker when today asks for more memory', () => {
    expect(isWeaker(hashWith(19_455, 2), wanted)).toBe(true);
  });

  it('is weaker when today asks for more passes', () => {
    expect(isWeaker(hashWith(19_456, 1), wanted)).toBe(true);
  });

  it('is weaker when it has more of one and less of the other', () => {
    expect(isWeaker(hashWith(65_536, 1), wanted)).toBe(true);
    expect(isWeaker(hashWith(9_216, 4), wanted)).toBe(true);
  });

  it('is not weaker when it was made with more work', () => {
    expect(isWeaker(hashWith(65_536, 3), wanted)).toBe(false);
    expect(isWeaker(hashWith(100_000, 10), wanted)).toBe(false);
  });

  it.each([
    ['of Argon2i', hashWith(19_456, 2, 'argon2i')],
    ['of Argon2d', hashWith(19_456, 2, 'argon2d')],
    ['of the first Argon2', hashWith(19_456, 2).replace('v=19', 'v=16')],
    ['of bcrypt', '$2b$12$C6UzMDM.H6dfI/f/IKcEeO7u8kOHrVbZ4sTXX9WyMwK9U0rTA4k3e'],
    ['that hides a strong one', `x${hashWith(19_456, 2)}`],
    ['that is empty', ''],
  ])('%s is weaker', (_, hash) => {
    expect(isWeaker(hash, wanted)).toBe(true);
  });
});
