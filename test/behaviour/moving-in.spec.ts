import { hashSync as bcryptOf } from '@node-rs/bcrypt';
import { DataSource } from 'typeorm';
import { Password } from '../../src/credentials/passwords/index.js';
import { MoveIn } from '../../src/moving/index.js';
import { UserRole } from '../../src/roles/index.js';
import { User } from '../../src/users/index.js';
import { FOREIGN_HASHES } from '../support/foreign-hashes.js';
import { PASSWORD } from '../support/person.js';
import { World } from '../support/world.js';

const TODAY = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;

describe('An account that moved in', () => {
  let world: World;
  let line = 0;

  beforeAll(async () => (world = await World.open()));
  afterAll(() => world.close());

  const take = async (value: object) => (await world.provider(MoveIn).take([{ line: ++line, value }]))[0]!;
  const arrives = async (value: object) => {
    const email = `arrival${line}@example.com`;
    expect(await take({ email, ...value })).toMatchObject({ verdict: 'imported' });
    return email;
  };
  const signsIn = async (email: string, password = PASSWORD) =>
    (await world.post('/login', { email, password })).status;
  const rows = rowsOf(() => world);

  it.each(Object.entries(FOREIGN_HASHES))(
    'signs in with its password of %s, which is Argon2id from then on',
    async (_, hashOf) => {
      const passwordHash = hashOf(PASSWORD);
      const email = await arrives({ passwordHash });
      expect(await signsIn(email, `${PASSWORD}!`)).toBe(401);
      expect(await rows.hashOf(email)).toBe(passwordHash);
      expect(await signsIn(email)).toBe(200);
      expect(await rows.hashOf(email)).toMatch(TODAY);
      expect(await signsIn(email)).toBe(200);
      expect(await signsIn(email, `${PASSWORD}!`)).toBe(401);
    },
  );

  it('believes the first 72 bytes of a bcrypt password once, and from then on all that was typed', async () => {
    const start = 'x'.repeat(72);
    const email = await arrives({ passwordHash: bcryptOf(`${start} as it was set`, 4) });
    expect(await signsIn(email, start.slice(1))).toBe(401);
    expect(await signsIn(email, `${start} as it is typed`)).toBe(200);
    expect(await signsIn(email, `${start} as it was set`)).toBe(401);
    expect(await signsIn(email, `${start} as it is typed`)).toBe(200);
  });

  it.each(['bcrypt $2b$', 'Argon2d', 'PBKDF2 of Django'])(
    'signs in with an accent as its keyboard composes it, then as any does: %s',
    async (format) => {
      const [composed, decomposed] = ['caf\u00e9 au lait au lit', 'cafe\u0301 au lait au lit'];
      const email = await arrives({ passwordHash: FOREIGN_HASHES[format]!(decomposed) });
      expect(await signsIn(email, composed)).toBe(401);
      expect(await signsIn(email, decomposed)).toBe(200);
      expect(await signsIn(email, composed)).toBe(200);
    },
  );

  it('signs in on many devices at once, and its hash is replaced once', async () => {
    const email = await arrives({ passwordHash: FOREIGN_HASHES.scrypt!(PASSWORD) });
    const answers = await Promise.all(Array.from({ length: 8 }, () => signsIn(email)));
    expect(answers).toEqual(answers.map(() => 200));
    expect(await rows.hashOf(email)).toMatch(TODAY);
    expect(await signsIn(email)).toBe(200);
  });

  it('keeps its id, names, roles and age', async () => {
    const id = '0193d7a0-1111-7222-8333-444455556666';
    const createdAt = '2019-05-31T12:00:00.000Z';
    const names = { username: 'Mover', displayName: 'Mo Ver' };
    const known = { emailVerified: true, roles: ['admin'], createdAt };
    const email = await arrives({ id: id.toUpperCase(), ...names, ...known });
    expect(await rows.user(email)).toMatchObject({
      id,
      ...names,
      createdAt: new Date(createdAt),
      emailVerifiedAt: expect.any(Date),
    });
    expect(await rows.rolesOf(id)).toEqual(['admin']);
  });

  it('holds the role that everyone holds where its record names none', async () => {
    const email = await arrives({});
    expect(await rows.rolesOf((await rows.user(email))!.id)).toEqual(['user']);
    expect((await rows.user(email))!.emailVerifiedAt).toBeNull();
  });

  it('may not sign in where it is disabled, nor where it brought no password', async () => {
    const passwordHash = FOREIGN_HASHES.scrypt!(PASSWORD);
    expect(await signsIn(await arrives({ passwordHash, disabled: true }))).toBe(401);
    expect(await signsIn(await arrives({}))).toBe(401);
  });

  it('is told as there already when the same record comes again, also after it signed in', async () => {
    const record = { email: 'again@example.com', passwordHash: FOREIGN_HASHES.scrypt!(PASSWORD) };
    expect((await take(record)).verdict).toBe('imported');
    expect(await signsIn(record.email)).toBe(200);
    expect((await take(record)).verdict).toBe('alreadyThere');
    expect(await rows.hashOf(record.email)).toMatch(TODAY);
  });

  it('is there once when several imports bring it at the same moment', async () => {
    const values = Array.from({ length: 40 }, (_, at) => ({ email: `crowd${at}@example.com` }));
    const lines = values.map((value, at) => ({ line: at + 1, value }));
    const imports = [lines, [...lines].reverse(), lines].map((page) => world.provider(MoveIn).take(page));
    const verdicts = (await Promise.all(imports)).flat().map(({ verdict }) => verdict);
    expect(verdicts.filter((verdict) => verdict === 'imported')).toHaveLength(40);
    expect(verdicts.filter((verdict) => verdict === 'alreadyThere')).toHaveLength(80);
  });

  it('lets two records of one page share nothing, unless they are the same', async () => {
    const values = [
      { email: 'one@example.com', username: 'one' },
      { email: 'one@example.com', username: 'one' },
      { email: 'ONE@example.com', username: 'two' },
      { email: 'three@example.com', username: 'ONE' },
    ];
    const outcomes = await world.provider(MoveIn).take(values.map((value, at) => ({ line: at + 1, value })));
    expect(outcomes.map(({ verdict, reason }) => reason ?? verdict)).toEqual([
      'imported',
      'alreadyThere',
      'email belongs to another account',
      'username belongs to another account',
    ]);
  });

  it.each([
    ['an address that is none', { email: 'nobody' }, 'email must be an e-mail address'],
    ['no address', {}, 'email must be an e-mail address'],
    ['somebody’s address', { email: 'taken@example.com' }, 'email belongs to another account'],
    ['a username with an @', { username: 'a@b' }, 'username must be 3 to 32 letters'],
    ['a hash of no known format', { passwordHash: 'c0ffee' }, 'passwordHash is of no known format'],
    ['a hash that costs too much', { passwordHash: `$2b$31$${'a'.repeat(53)}` }, 'its cost must be 4 to 14'],
    ['a role that does not exist', { roles: ['boss'] }, 'roles must exist'],
    ['a role that is no name', { roles: [7] }, 'roles must be names'],
    ['a field that is none', { password: PASSWORD }, 'password is not a known field'],
    ['a date that is none', { createdAt: '2023-13-45' }, 'createdAt must be a date'],
    ['a word for yes or no', { disabled: 'perhaps' }, 'disabled must be a boolean'],
    ['an id that is none', { id: '7' }, 'id must be a UUID'],
    ['a NUL', { displayName: 'a\0b' }, 'displayName must be well-formed Unicode'],
    ['no object', 'ada@example.com', 'is not an object with fields'],
  ])('is refused with its reason: %s', async (name, value, reason) => {
    await take({ email: 'taken@example.com', username: 'holder' });
    const whole =
      typeof value === 'string' || 'email' in value || name === 'no address'
        ? value
        : { email: 'new@example.com', ...value };
    const outcome = await take(whole as object);
    expect(outcome).toEqual({ line, verdict: 'refused', reason: expect.stringContaining(reason) });
    expect(await rows.user('new@example.com')).toBeNull();
  });
});

/** What the database holds. */
function rowsOf(world: () => World) {
  const repository = <T extends object>(entity: new () => T) =>
    world().provider(DataSource).getRepository<T>(entity);
  const user = (email: string) => repository(User).findOneBy({ email });
  return {
    user,
    hashOf: async (email: string) =>
      (await repository(Password).findOneByOrFail({ userId: (await user(email))!.id })).hash,
    rolesOf: async (userId: string) =>
      (await repository(UserRole).find({ where: { userId }, relations: { role: true } })).map(
        ({ role }) => role.name,
      ),
  };
}
