import { judgePassword, MAX_LENGTH, normalizePassword } from './password-policy.js';

describe('A password', () => {
  const judge = (password: string) => judgePassword(normalizePassword(password), { minLength: 15 });

  it('is long enough with as many characters as the rules ask for', () => {
    expect(judge('x'.repeat(15))).toBe('acceptable');
    expect(judge('x'.repeat(14))).toBe('tooShort');
    expect(judge('')).toBe('tooShort');
  });

  it('is short enough with 256 characters', () => {
    expect(MAX_LENGTH).toBe(256);
    expect(judge('x'.repeat(256))).toBe('acceptable');
    expect(judge('x'.repeat(257))).toBe('tooLong');
  });

  it('follows the minimum of the deployment', () => {
    expect(judgePassword('x'.repeat(8), { minLength: 8 })).toBe('acceptable');
    expect(judgePassword('x'.repeat(7), { minLength: 8 })).toBe('tooShort');
  });

  it('counts an emoji as one character, not as its two UTF-16 halves', () => {
    expect(judge('🔑'.repeat(14))).toBe('tooShort');
    expect(judge('🔑'.repeat(15))).toBe('acceptable');
    expect(judge('🔑'.repeat(256))).toBe('acceptable');
  });

  it('counts an accented letter once, however it is composed', () => {
    expect(judge('e\u0301'.repeat(14))).toBe('tooShort');
    expect(judge('e\u0301'.repeat(256))).toBe('acceptable');
  });

  it.each([
    ['spaces alone', ' '.repeat(15)],
    ['digits alone', '1'.repeat(15)],
    ['a script without letter case', '密'.repeat(15)],
    ['control characters', '\t\n\x01'.repeat(5)],
  ])('may consist of %s: no kind of character is asked for or refused', (_, password) => {
    expect(judge(password)).toBe('acceptable');
  });
});

describe('Normalizing a password', () => {
  it('makes composed and decomposed accents one', () => {
    expect(normalizePassword('Ame\u0301lie')).toBe('Am\u00e9lie');
  });

  it('trims, folds and replaces nothing else', () => {
    for (const password of ['  Sp Aces\t', 'ﬁligree', 'ＦＵＬＬ', 'Straße', 'i\u0307', 'a\0b'])
      expect(normalizePassword(password)).toBe(password);
  });
});
