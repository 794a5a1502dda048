import { isWeaker } from '../../src/credentials/passwords/hashing/argon2.js';
import { HashPool } from '../../src/credentials/passwords/hashing/hash-pool.js';
import { AccountStanding } from '../../src/auth/index.js';
import { MoveIn } from '../../src/moving/index.js';
import { UsersService } from '../../src/users/index.js';
import { FOREIGN_HASHES } from '../support/foreign-hashes.js';
import { PASSWORD } from '../support/person.js';
import { World } from '../support/world.js';

describe('A refused sign-in makes one Argon2id hash of today’s work', () => {
  let world: World;
  let made: number;

  beforeAll(async () => {
    world = await World.open();
    const pool = world.provider(HashPool);
    const verify = pool.verify.bind(pool);
    pool.verify = async (hash, spellings) => {
      const verification = await verify(hash, spellings);
      const own = isWeaker(hash, pool.parameters) ? 0 : spellings.length;
      const renewed = verification.renewed && !isWeaker(verification.renewed, pool.parameters) ? 1 : 0;
      made += own + renewed;
      return verification;
    };
  });
  afterAll(() => world.close());
  beforeEach(() => (made = 0));

  const isRefused = async (email: string, password = 'not the password') => {
    const { status, body } = await world.post('/login', { email, password });
    expect([status, body.code]).toEqual([401, 'auth.invalidCredentials']);
  };
  const movedIn = async (email: string, passwordHash?: string) => {
    const [outcome] = await world.provider(MoveIn).take([{ line: 1, value: { email, passwordHash } }]);
    expect(outcome!.verdict).toBe('imported');
    return email;
  };

  it('for an account that does not exist', async () => {
    await isRefused('nobody@example.com');
    expect(made).toBe(1);
  });

  it('for a wrong password', async () => {
    await isRefused((await world.person().registered()).email);
    expect(made).toBe(1);
  });

  it('for a disabled account, and the right password', async () => {
    const { email } = await world.person().registered();
    const user = await world.provider(UsersService).findByLogin(email);
    await world.provider(AccountStanding).disable(user!.id);
    await isRefused(email, PASSWORD);
    expect(made).toBe(1);
  });

  it('for an account without a password', async () => {
    await isRefused(await movedIn('without@example.com'));
    expect(made).toBe(1);
  });

  it.each(Object.entries(FOREIGN_HASHES))('for a password of %s', async (format, hashOf) => {
    const email = `${format.replace(/\W+/g, '-').replace(/-$/, '')}@example.com`;
    await isRefused(await movedIn(email, hashOf(PASSWORD)));
    expect(made).toBe(1);
  });

  it('for nobody at all when the password is longer than any may be', async () => {
    const { email } = await world.person().registered();
    for (const whose of [email, 'nobody@example.com']) await isRefused(whose, 'x'.repeat(257));
    expect(made).toBe(0);
  });

  it('twice for a password that can be spelled in two ways, whoever it is', async () => {
    const { email } = await world.person().registered();
    for (const whose of [email, 'nobody@example.com']) {
      made = 0;
      await isRefused(whose, 'cafe\u0301 au lait');
      expect(made).toBe(2);
    }
  });
});
