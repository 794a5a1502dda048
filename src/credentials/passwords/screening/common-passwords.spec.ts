import { CommonPasswords, entryOf } from './common-passwords.js';

describe('The list of common passwords', () => {
  const common = new CommonPasswords();

  it('holds nearly half a million', () => {
    expect(common.size).toBe(476_309);
  });

  it.each([
    'password',
    '12345678',
    'trustno1',
    'iloveyou',
    'passwordpassword',
    'qwertyuiop12345',
    'perasperaadastra',
    'momsanaladventure',
    '30secondstomars',
    'vjhtrhsvdctcegth',
    'PolniyPizdec110211',
    'dragon',
  ])('holds %s', (password) => {
    expect(common.includes(password)).toBe(true);
  });

  it('holds them in every letter case, and with the usual substitutions', () => {
    for (const password of ['PASSWORD', 'P4ssw0rd', '!l0vey0u']) expect(common.includes(password)).toBe(true);
  });

  it.each(['', 'correct horse battery staple', 'nine lives and a tail of silver', 'passwore passwore'])(
    'does not hold "%s"',
    (password) => {
      expect(common.includes(password)).toBe(false);
    },
  );

  it('takes next to nothing else for an entry', () => {
    const strangers = Array.from({ length: 20_000 }, (_, at) => `stranger number ${at} of many`);
    expect(strangers.filter((stranger) => common.includes(stranger))).toEqual([]);
  });

  it('keeps five bytes of an entry, and not the entry', () => {
    expect(entryOf('password')).toHaveLength(5);
  });
});
