import fc from 'fast-check';
import { isPredictable, repeatedUnit, skeleton, surprises } from './predictable.js';

describe('A guesser', () => {
  const listed = new Set(['password', 'trustno1', 'sunshine', 'monkey', 'iloveyou'].map(skeleton));
  const rules = { isListed: (text: string) => listed.has(skeleton(text)), enough: 8 };
  const guesses = (password: string) => isPredictable(password, rules);

  it.each([
    ['a listed password in other letter case', 'PassWord'],
    ['digits and signs for letters', 'P4$$w0rd'],
    ['letters of another width', 'ｐａｓｓｗｏｒｄ'],
    ['separators within', 'i-love-you'],
    ['a year and signs after it', 'Sunshine2024!!!'],
    ['digits before and after it', '007sunshine42'],
    ['a row of digits after it', 'password123456789'],
    ['one repeated', 'passwordpassword'],
    ['one repeated with signs between', 'Password! Password!'],
    ['one repeated but for its end', 'monkey2024!monkey'],
    ['one repeated and followed by a digit', 'passwordpassword1'],
    ['a short one drawn out with a row', 'monkey123456789'],
  ])('tries %s', (_, password) => {
    expect(guesses(password)).toBe(true);
  });

  it.each([
    ['one character', 'aaaaaaaaaaaaaaaa'],
    ['spaces', '               '],
    ['few characters over and over', 'abcxabcxabcxabcx'],
    ['rows of keys', 'qwertyuiopasdfghjkl'],
    ['rows of keys backwards', 'poiuytrewqlkjhgfdsa'],
    ['columns of keys', '1qaz2wsx3edc4rfv5tgb'],
    ['rows of a German keyboard', 'qwertzuiopyxcvbnm'],
    ['the alphabet', 'abcdefghijklmnop'],
    ['counting', '123456789012345'],
    ['counting down', '9876543210987654'],
    ['groups of one key each', 'aaaabbbbccccdddd'],
  ])('walks %s', (_, password) => {
    expect(guesses(password)).toBe(true);
  });

  it.each([
    'correct horse battery staple',
    'nine lives and a tail of silver',
    'my sunshine is a lazy cat',
    'sunshine8372615',
    'the password was a lie',
    'tr0ub4dor&3 and more',
  ])('does not come upon "%s"', (password) => {
    expect(guesses(password)).toBe(false);
  });

  it('finds whatever is listed in every letter case, and with any digit after it', () => {
    const cased = fc
      .tuple(fc.constantFrom(...listed), fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }))
      .map(([word, upper]) => Array.from(word, (c, at) => (upper[at] ? c.toUpperCase() : c)).join(''));
    fc.assert(fc.property(cased, fc.nat(9), (word, digit) => guesses(word) && guesses(word + digit)));
  });

  it('never comes upon fifteen characters of which none is repeated, nor in a row', () => {
    const point = fc.integer({ min: 0x4e00, max: 0x9fff });
    const unlike = fc.uniqueArray(point, { minLength: 15, maxLength: 256 });
    fc.assert(fc.property(unlike, (points) => !guesses(String.fromCodePoint(...points))));
  });
});

describe('The unit of a repetition', () => {
  it('makes the text again', () => {
    const repeated = fc.tuple(fc.string({ minLength: 1, maxLength: 20 }), fc.integer({ min: 2, max: 9 }));
    fc.assert(
      fc.property(repeated, ([unit, times]) => {
        const found = repeatedUnit(unit.repeat(times));
        return found.length <= unit.length && unit.repeat(times).startsWith(found);
      }),
    );
  });

  it('is the text itself where nothing is repeated', () => {
    expect(repeatedUnit('abcdea')).toBe('abcdea');
  });
});

describe('The surprises of a text', () => {
  it.each([
    ['', 0],
    ['ab', 2],
    ['abc', 1],
    ['abcx', 2],
    ['aab', 3],
    ['qwe123', 2],
    ['🔑🔑🔑', 1],
    ['ＡＢＣ', 1],
  ])('of "%s" are %i', (text, count) => {
    expect(surprises(text)).toBe(count);
  });
});
