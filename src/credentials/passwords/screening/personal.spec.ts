import fc from 'fast-check';
import { isMadeOf, labelsOf, wordsOf } from './personal.js';

describe('The words of a person', () => {
  it('are the parts of the address, the username and the display name, but for two letters and the last label', () => {
    const owner = { email: 'ada.b@mail.analytical.co', username: 'countess', displayName: 'Ada K. Lovelace' };
    expect(new Set(wordsOf(owner))).toEqual(
      new Set(['ada.b', 'ada', 'mail', 'analytical', 'countess', 'Ada K. Lovelace', 'Ada', 'Lovelace']),
    );
  });

  it('are those of the address where there is no other name', () => {
    expect(new Set(wordsOf({ email: 'ada@example.com', username: null }))).toEqual(
      new Set(['ada', 'example']),
    );
  });

  it('of a host are its labels without the last, or its only one', () => {
    expect([labelsOf('auth.example.com'), labelsOf('localhost')]).toEqual([
      ['auth', 'example'],
      ['localhost'],
    ]);
  });
});

describe('A password made of words', () => {
  const WORDS = ['ada', 'lovelace', 'analytical', 'sallyport'];
  const isPersonal = (password: string) => isMadeOf(WORDS, password, 8);

  it.each([
    ['one of them and digits', 'lovelace18151210'],
    ['several of them', 'Ada.Lovelace.Analytical'],
    ['one of them with the usual substitutions', '4n4lyt1c4l-2026!'],
    ['one of them in other letter case', 'LoveLace 1815!'],
    ['one of them and a short word', 'analytical-engine'],
    ['the service and digits', 'sallyport2026-11'],
  ])('is made of %s', (_, password) => {
    expect(isPersonal(password)).toBe(true);
  });

  it.each([
    ['holds a name among others', 'ada keeps seven grey cats'],
    ['holds none of them', 'short 123'],
    ['is of digits alone', '314159265358979'],
  ])('is not one that %s', (_, password) => {
    expect(isPersonal(password)).toBe(false);
  });

  it('is one whatever digits and signs stand around its words', () => {
    const signs = fc.string({ unit: fc.constantFrom(...'2690-_.,#? '), maxLength: 30 });
    fc.assert(
      fc.property(fc.constantFrom(...WORDS), signs, signs, (word, before, after) =>
        isPersonal(before + word + after),
      ),
    );
  });

  it('never is one with eight letters more that belong to none of them', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'hkmruwz'), minLength: 8 });
    fc.assert(fc.property(fc.constantFrom(...WORDS), letters, (word, more) => !isPersonal(word + more)));
  });
});
