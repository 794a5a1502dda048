import { hashSync as bcryptOf } from '@node-rs/bcrypt';
import { HASH_FORMATS, problemOfHash, verifyHash } from './index.js';

const today = { memoryCost: 19_456, timeCost: 2 };

/** Where it was published · the hash · its password */
const PUBLISHED = [
  [
    'Argon2id, of its reference tests',
    '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    'password',
  ],
  [
    'Argon2i, of its reference tests',
    '$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8',
    'password',
  ],
  [
    'Argon2i without a version, of its reference tests',
    '$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ',
    'password',
  ],
  ['$2a$, of crypt_blowfish', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['$2b$, of crypt_blowfish', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['$2y$, of crypt_blowfish', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  [
    'scrypt, of RFC 7914 §12 with N=1024, r=8, p=16',
    '$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWIurzDZLiKjiG/xCSedmDDaxyevuUqD7m2DYMvfoswGQA',
    'password',
  ],
  [
    'scrypt, of RFC 7914 §12 with N=16384, r=8, p=1',
    '$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw==',
    'pleaseletmein',
  ],
  [
    'scrypt, of passlib’s manual',
    '$scrypt$ln=8,r=8,p=1$WKs1xljLudd6z9kbY0wpJQ$yCR4iDZYDKv+iEJj6yHY0lv/epnfB6f/w1EbXrsJOuQ',
    'password',
  ],
  ['PBKDF2-HMAC-SHA1, of RFC 6070', '$pbkdf2-sha1$4096$c2FsdA$SwB5AbdlSJq+rUnZJvch0GWkKcE', 'password'],
  [
    'PBKDF2-HMAC-SHA1 of two blocks, of RFC 6070',
    '$pbkdf2$4096$c2FsdFNBTFRzYWx0U0FMVHNhbHRTQUxUc2FsdFNBTFRzYWx0$PS7sT.QchJuAyNg2YsDkSospGpZM8vBwOA',
    'passwordPASSWORDpassword',
  ],
  [
    'PBKDF2-HMAC-SHA256 of two blocks, of RFC 7914 §11',
    '$pbkdf2-sha256$80000$TmFDbA$TdzY9guYviGDDO5e8icB+WQaRBjQTAQUrv8Ih2s0q1ah1CWhIlgzVJrbhBtRybMXaicr3ruh0HhHj2Kzl/M8jQ',
    'Password',
  ],
  [
    'PBKDF2-HMAC-SHA256, of passlib’s manual',
    '$pbkdf2-sha256$6400$0ZrzXitFSGltTQnBWOsdAw$Y11AchqV4b0sUisdZd0Xr97KWoymNE0LNNrnEgY4H9M',
    'password',
  ],
  [
    'PBKDF2-HMAC-SHA512, of hashcat’s examples',
    '$pbkdf2-sha512$25000$LyWE0HrP2RsjZCxlDGFMKQ$1vC5Ohk2mCS9b6akqsEfgeb4l74SF8XjH.SljXf3dMLHdlY1GK9ojcCKts6/asR4aPqBmk74nCDddU3tvSCJvw',
    'hashcat',
  ],
  [
    'Django’s PBKDF2, of its own tests',
    'pbkdf2_sha256$600000$seasalt$OAXyhAQ/4ZDA9V5RMExt3C1OwQdUpLZ99vm1McFlLRA=',
    'l\u00e8tmein',
  ],
  [
    'Firebase scrypt, of its manual',
    '$firebase-scrypt$ln=14,r=8$jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$Bw==$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
    'user1password',
  ],
] as const;

describe.each(PUBLISHED)('A hash of %s', (_, hash, password) => {
  it('is taken in', () => {
    expect(problemOfHash(hash, today)).toBeUndefined();
  });

  it('believes its password and no other', () => {
    expect(verifyHash(hash, password)).toBe(true);
    expect(verifyHash(hash, `${password}z`)).toBe(false);
  });

  it('does not believe its password once its digest is another', () => {
    const other = hash.replace(/(?<=\$)[^$](?=[^$]*$)/, (letter) => (letter === 'A' ? 'B' : 'A'));
    expect(other).not.toBe(hash);
    expect(verifyHash(other, password)).toBe(false);
  });

  it('belongs to one format', () => {
    expect(HASH_FORMATS.filter((format) => format.recognises(hash))).toHaveLength(1);
  });
});

describe('bcrypt', () => {
  it('looks at the first 72 bytes of a password only, as the system did that a hash comes from', () => {
    const hash = bcryptOf('x'.repeat(72), 4);
    expect(verifyHash(hash, `${'x'.repeat(72)}anything`)).toBe(true);
    expect(verifyHash(hash, 'x'.repeat(71))).toBe(false);
    expect(verifyHash(bcryptOf('€'.repeat(30), 4), '€'.repeat(24))).toBe(true); // bytes, not characters
  });

  it('believes no password with a NUL, which it would take for another', () => {
    const hash = bcryptOf('a', 4);
    expect(verifyHash(hash, 'a')).toBe(true);
    expect(verifyHash(hash, 'a\0a')).toBe(false);
  });
});

const SALT = 'c29tZXNhbHQ';
const DIGEST = 'nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
const FIREBASE = PUBLISHED.at(-1)![1];

describe('A hash is not taken in', () => {
  it.each([
    ['of no known format', '5f4dcc3b5aa765d61d8327deb882cf99', 'is of no known format'],
    [
      'of a crypt of old',
      '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjlO/O817G3uBnIFNjnQJu',
      'is of no known format',
    ],
    ['that is empty', '', 'is of no known format'],
    ['of more characters than the database holds', `$scrypt$${'x'.repeat(600)}`, 'at most 512 characters'],
    ['of bcrypt, with a cost beyond reason', `$2b$15$${'a'.repeat(53)}`, 'its cost must be 4 to 14'],
    ['of bcrypt, with no cost', `$2b$03$${'a'.repeat(53)}`, 'its cost must be 4 to 14'],
    ['of bcrypt, cut off', `$2b$10$${'a'.repeat(52)}`, 'it is not complete'],
    ['of bcrypt with a sign in its cost', `$2b$+4$${'a'.repeat(53)}`, 'it is not complete'],
    ['of the faulty bcrypt', `$2x$10$${'a'.repeat(53)}`, 'a known fault'],
    [
      'of Argon2, with memory beyond reason',
      `$argon2id$v=19$m=262145,t=1,p=1$${SALT}$${DIGEST}`,
      '262144 KiB',
    ],
    [
      'of Argon2, with work beyond reason',
      `$argon2id$v=19$m=65536,t=17,p=1$${SALT}$${DIGEST}`,
      'memory times passes',
    ],
    [
      'of Argon2, with lanes beyond reason',
      `$argon2id$v=19$m=65536,t=1,p=17$${SALT}$${DIGEST}`,
      '1 to 16 lanes',
    ],
    [
      'of Argon2, with too little memory',
      `$argon2id$v=19$m=15,t=1,p=2$${SALT}$${DIGEST}`,
      'that little memory',
    ],
    ['of Argon2, with a short digest', `$argon2id$v=19$m=64,t=1,p=1$${SALT}$aaaaaa`, 'its digest must have'],
    [
      'of Argon2, of letters that are no bytes',
      `$argon2id$v=19$m=64,t=1,p=1$${SALT}$${DIGEST.slice(0, -1)}5`,
      'not complete',
    ],
    ['of Argon2, with a version to come', `$argon2id$v=20$m=64,t=1,p=1$${SALT}$${DIGEST}`, 'not complete'],
    ['of scrypt, with memory beyond reason', `$scrypt$ln=19,r=8,p=1$${SALT}$${DIGEST}`, 'at most 256 MiB'],
    ['of scrypt, with an overflow', `$scrypt$ln=99,r=99,p=1$${SALT}$${DIGEST}`, 'at most 256 MiB'],
    ['of scrypt, with work beyond reason', `$scrypt$ln=17,r=8,p=5$${SALT}$${DIGEST}`, 'at most 512 MiB'],
    ['of scrypt, with nothing to do', `$scrypt$ln=0,r=8,p=1$${SALT}$${DIGEST}`, 'must be at least 1'],
    ['of scrypt, without a digest', `$scrypt$ln=10,r=8,p=1$${SALT}`, 'not complete'],
    ['of PBKDF2, with iterations beyond reason', `$pbkdf2-sha256$3000001$${SALT}$${DIGEST}`, '1 to 3000000'],
    ['of PBKDF2, with none', `$pbkdf2-sha256$0$${SALT}$${DIGEST}`, '1 to 3000000'],
    ['of PBKDF2, with another algorithm', `$pbkdf2-sha3$1000$${SALT}$${DIGEST}`, 'not complete'],
    ['of PBKDF2, with an empty digest', `$pbkdf2-sha256$1000$${SALT}$=`, 'not complete'],
    ['of PBKDF2, with a long digest', `$pbkdf2-sha1$1000$${SALT}$${'a'.repeat(200)}`, '16 to 128 bytes'],
    ['of Django, with iterations beyond reason', `pbkdf2_sha256$3000001$sea$${DIGEST}=`, '1 to 3000000'],
    ['of Firebase, with memory beyond reason', FIREBASE.replace('ln=14', 'ln=40'), 'at most 256 MiB'],
    ['of Firebase, without its signer key', FIREBASE.replace(/\$jxs[^$]*/, ''), 'not complete'],
    ['of Firebase, cut off', FIREBASE.slice(0, -20), 'as long as the signer key'],
  ])('%s', (_, hash, reason) => {
    const problem = problemOfHash(hash, today);
    expect(problem).toContain(reason);
    if (hash.length > 20) expect(problem).not.toContain(hash.slice(-20));
  });

  it('unless it is no more work than this server itself does', () => {
    const heavy = `$argon2id$v=19$m=524288,t=4,p=1$${SALT}$${DIGEST}`;
    expect(problemOfHash(heavy, today)).toContain('262144 KiB');
    expect(problemOfHash(heavy, { memoryCost: 524_288, timeCost: 4 })).toBeUndefined();
  });

  it('believes nobody where it is there all the same', () => {
    for (const hash of [
      '',
      'nonsense',
      '$scrypt$',
      '$pbkdf2-sha256$',
      'pbkdf2_sha256$',
      '$firebase-scrypt$',
      '$2b$',
    ])
      expect(verifyHash(hash, '')).toBe(false);
  });
});
