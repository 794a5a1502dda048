import { emailKey, USERNAME, usernameKey } from './identity.js';

describe('The key of an e-mail address', () => {
  it('is the address itself where that is lower-case ASCII', () => {
    expect(emailKey('ada.lovelace+notes@example.com')).toBe('ada.lovelace+notes@example.com');
  });

  it('does not know upper from lower case in ASCII', () => {
    expect(emailKey('Ada.LOVELACE@Example.COM')).toBe('ada.lovelace@example.com');
  });

  it('knows upper from lower case beyond ASCII, where alphabets disagree on what is which', () => {
    expect(emailKey('ÉLODIE@example.com')).toBe('Élodie@example.com');
    expect(emailKey('élodie@example.com')).toBe('élodie@example.com');
  });

  it('keeps dots and tags, because only the host may say what they mean', () => {
    const spellings = ['ada@example.com', 'a.da@example.com', 'ada+x@example.com'];
    expect(new Set(spellings.map(emailKey)).size).toBe(3);
  });

  it('is one for composed and decomposed accents', () => {
    expect(emailKey('rene\u0301@example.com')).toBe(emailKey('ren\u00e9@example.com'));
  });

  it('has the domain in its ASCII form', () => {
    expect(emailKey('ada@Bücher.EXAMPLE')).toBe('ada@xn--bcher-kva.example');
    expect(emailKey('ada@BÜCHER.example')).toBe('ada@xn--bcher-kva.example');
    expect(emailKey('ада@пример.рф')).toBe('ада@xn--e1afmkfd.xn--p1ai');
    expect(emailKey('ada@xn--bcher-kva.example')).toBe(emailKey('ada@bücher.example'));
    expect(emailKey('ada@axn--b.example')).toBe('ada@axn--b.example');
  });

  it('keeps ß apart from ss, in the local part and in the domain', () => {
    expect(emailKey('strauß@faß.example')).toBe('strauß@xn--fa-hia.example');
  });

  it.each([
    ['a Turkish dotless i', 'mıke'],
    ['a Turkish dotted İ, whose lower case begins with an i', 'mİke'],
    ['a Cyrillic letter', 'mik\u0435'],
    ['a full-width letter', 'ｍike'],
    ['a long s', 'mikeſ'],
    ['a ligature', 'mikeﬁ'],
    ['an invisible variation selector', 'mike\ufe0f'],
    ['a dot in another place', 'mi.ke'],
  ])('keeps a look-alike apart: %s', (_, lookAlike) => {
    const known = ['mike', 'mikes', 'mikefi'].map((local) => emailKey(`${local}@example.com`));
    const key = emailKey(`${lookAlike}@example.com`);
    expect(key).toMatch(/^.+@example\.com$/u);
    expect(known).not.toContain(key);
  });

  it('keeps look-alike domains apart', () => {
    const cyrillic = emailKey('ada@\u0435\u0445\u0430mple.com');
    expect(cyrillic).toMatch(/^ada@xn--[a-z0-9-]+\.com$/);
  });

  it('takes the last @ as the one before the domain, and no other', () => {
    expect(emailKey('ada@evil.example@example.com')).toBeUndefined();
  });

  it.each([
    ['64 characters before the @', `${'a'.repeat(64)}@example.com`],
    ['a label of 63 characters', `ada@${'a'.repeat(63)}.com`],
    ['253 characters of domain', `ada@${'a.'.repeat(125)}com`],
    ['every special character of RFC 5321 atoms', "!#$%&'*+/=?^_`{|}~-@example.com"],
  ])('exists for %s', (_, address) => {
    expect(emailKey(address)).toBe(address);
  });

  it.each([
    ['nothing', ''],
    ['no @', 'ada.example.com'],
    ['nothing before the @', '@example.com'],
    ['nothing after the @', 'ada@'],
    ['NUL before the @', 'a\0da@example.com'],
    ['NUL in the domain', 'ada@exam\0ple.com'],
    ['a line break before the @', 'ada\r\nbcc:eve@example.com'],
    ['a tab before the @', 'ada\t@example.com'],
    ['DEL', 'ada\x7f@example.com'],
    ['a C1 control character', 'ada\x85@example.com'],
    ['a zero-width space', 'ada\u200b@example.com'],
    ['a zero-width joiner', 'ada\u200d@example.com'],
    ['a right-to-left override', 'ada\u202e@example.com'],
    ['a lone surrogate', 'ada\ud800@example.com'],
    ['a space at the start', ' ada@example.com'],
    ['a space at the end', 'ada@example.com '],
    ['a space within', 'ada lovelace@example.com'],
    ['a quoted local part', '"ada"@example.com'],
    ['a quoted local part with a space', '"ada lovelace"@example.com'],
    ['a comment', 'ada(comment)@example.com'],
    ['a display name', 'Ada <ada@example.com>'],
    ['two addresses', 'ada@example.com,eve@example.com'],
    ['a backslash', 'ada\\@example.com'],
    ['a dot at the start', '.ada@example.com'],
    ['a dot before the @', 'ada.@example.com'],
    ['two dots in a row', 'ada..lovelace@example.com'],
    ['a full-width @', 'ada＠example.com'],
    ['a domain of one label', 'ada@localhost'],
    ['an address literal', 'ada@[127.0.0.1]'],
    ['an IPv4 address', 'ada@127.0.0.1'],
    ['an IPv4 address in hexadecimal', 'ada@0x7f.0.0.1'],
    ['a port', 'ada@example.com:25'],
    ['a dot at the end of the domain', 'ada@example.com.'],
    ['two dots in a row in the domain', 'ada@example..com'],
    ['an underscore in the domain', 'ada@exa_mple.com'],
    ['a hyphen at the start of a label', 'ada@-example.com'],
    ['a hyphen at the end of a label', 'ada@example-.com'],
    ['Punycode that decodes to nothing', 'ada@xn--zzzzzz.com'],
    ['Punycode of letters that need none', 'ada@xn--a-.com'],
    ['an empty label in Punycode', 'ada@xn--.com'],
    ['Punycode beneath a name that ends so', 'ada@xn--zzzzzz.xn--p1ai'],
    // What went wrong: these became example.com, and so the address of somebody else.
    ['a full-width letter in the domain', 'ada@\uff45xample.com'],
    ['an invisible mark in the domain', 'ada@exam\ufe0fple.com'],
    ['a ligature in the domain', 'ada@o\ufb03ce.com'],
    ['a Kelvin sign in the domain', 'ada@\u212aale.com'],
    ['65 characters before the @', `${'a'.repeat(65)}@example.com`],
    ['a label of 64 characters', `ada@${'a'.repeat(64)}.com`],
    ['255 characters of domain', `ada@${'a.'.repeat(126)}com`],
  ])('does not exist for %s', (_, text) => {
    expect(emailKey(text)).toBeUndefined();
  });
});

describe('A username', () => {
  it.each(['ada', 'Ada_Lovelace', 'a-1', '007', 'a.b.c', 'x'.repeat(32)])('may be %s', (username) => {
    expect(username).toMatch(USERNAME);
  });

  it.each([
    ['too short', 'ab'],
    ['too long', 'x'.repeat(33)],
    ['an e-mail address', 'ada@example.com'],
    ['with a space', 'ada lovelace'],
    ['with a dot at the start', '.ada'],
    ['with a hyphen at the end', 'ada-'],
    ['with a line break at the end', 'ada\n'],
    ['with NUL', 'ad\0a'],
    ['beyond ASCII', 'ad\u0430'],
    ['with a full-width letter', 'ａda'],
    ['empty', ''],
  ])('may not be %s', (_, username) => {
    expect(username).not.toMatch(USERNAME);
  });

  it('is compared without regard to the case of ASCII letters', () => {
    expect(usernameKey('Ada_LOVELACE')).toBe('ada_lovelace');
  });

  it('is compared with regard to everything else', () => {
    expect(usernameKey('K\u212a\u0130')).toBe('k\u212a\u0130');
  });
});
