import { judgePassword, MAX_LENGTH, normalizePassword } from './password-policy.js';

const LISTED = ['dragonfly', 'monkey'];
const rules = (minLength: number) => ({ minLength, isListed: (text: string) => LISTED.includes(text) });

/** As many different characters as asked for. */
const varied = (count: number, first = '\u4e00') =>
  Array.from({ length: count }, (_, at) => String.fromCodePoint((first.codePointAt(0) ?? 0) + at)).join('');

describe('A password', () => {
  const judge = (password: string) => judgePassword(normalizePassword(password), [], rules(15));

  it('is long enough with as many characters as the rules ask for', () => {
    expect(judge(varied(15))).toBe('acceptable');
    expect(judge(varied(14))).toBe('tooShort');
    expect(judge('')).toBe('tooShort');
  });

  it('is short enough with 256 characters', () => {
    expect(MAX_LENGTH).toBe(256);
    expect(judge(varied(256))).toBe('acceptable');
    expect(judge(varied(257))).toBe('tooLong');
  });

  it('follows the minimum of the deployment', () => {
    expect(judgePassword(varied(8), [], rules(8))).toBe('acceptable');
    expect(judgePassword(varied(7), [], rules(8))).toBe('tooShort');
  });

  it('counts an emoji as one character, not as its two UTF-16 halves', () => {
    expect(judge(varied(14, '🐀'))).toBe('tooShort');
    expect(judge(varied(15, '🐀'))).toBe('acceptable');
    expect(judge(varied(256, '🐀'))).toBe('acceptable');
  });

  it('counts an accented letter once, however it is composed', () => {
    const accented = 'a\u0301e\u0301i\u0301o\u0301u\u0301y\u0301a\u0300';
    expect(judge(accented.repeat(2))).toBe('tooShort');
    expect(judge(`${accented.repeat(2)}e\u0300`)).toBe('acceptable');
  });

  it.each([
    ['digits alone', '314159265358979'],
    ['signs alone', '§$&/()=?*#~+<.-'],
    ['a script without letter case', '天地玄黄宇宙洪荒日月盈昃辰宿列'],
    ['emoji alone', varied(15, '🐀')],
    ['control characters', '\t\n\x01\x02\x7f\r\x1b\x03\x05\x0b\x06\x10\x15\x1a\x07'],
  ])('may consist of %s: no kind of character is asked for or refused', (_, password) => {
    expect(judge(password)).toBe('acceptable');
  });

  it('is refused for its length before anything else', () => {
    expect(judge('monkey')).toBe('tooShort');
    expect(judge('a'.repeat(257))).toBe('tooLong');
  });

  it('is too common in the list, too personal with the names of its owner', () => {
    expect(judge('dragonfly dragonfly')).toBe('tooCommon');
    expect(judgePassword('lovelace-1815-12-10', ['Lovelace'], rules(15))).toBe('tooPersonal');
    expect(judgePassword('lovelace-1815-12-10', ['Babbage'], rules(15))).toBe('acceptable');
  });

  it('of a deployment that asks for eight needs six characters that are not predictable', () => {
    expect(judgePassword('1234tulip', [], rules(8))).toBe('acceptable');
    expect(judgePassword('1234rose', [], rules(8))).toBe('tooCommon');
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
