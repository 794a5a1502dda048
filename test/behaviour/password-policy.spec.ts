import { run, newFolder, settingsIn } from '../support/server.js';
import { PASSWORD, type Person } from '../support/person.js';
import { RangeService } from '../support/range-service.js';
import { World } from '../support/world.js';

const GOOD = 'nine lives and a tail of silver';

/** The ways in which a person chooses a password, each with the field that holds it. */
const WAYS = [
  [
    'registering',
    '#/password',
    async (world: World, password: string) => world.person().registers({ password }),
  ],
  [
    'changing it',
    '#/newPassword',
    async (world: World, password: string) => changes(await world.person().signedIn(), password),
  ],
] as const;

const changes = (person: Person, newPassword: string) =>
  person.sends('POST', '/me/password', { body: { currentPassword: PASSWORD, newPassword } });

describe('A password', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open();
  });

  /** Registers with a password and signs in with another. */
  const signsIn = async (password: string, typed = password) => {
    const person = world.person();
    expect((await person.registers({ password })).status).toBe(201);
    return (await world.post('/login', { email: person.email, password: typed })).status;
  };

  it('has fifteen characters at least', async () => {
    const answer = await world.person().registers({ password: 'grey cat on ti' });
    expect([answer.status, answer.body.code]).toEqual([400, 'password.tooShort']);
    expect(await signsIn('grey cat on tin')).toBe(200);
  });

  it('has eight at least where the deployment says so, and never less', async () => {
    const lenient = await World.open({ env: { PASSWORD_MIN_LENGTH: '8' } });
    expect((await lenient.person().registers({ password: 'gr8 katz' })).status).toBe(201);
    expect((await lenient.person().registers({ password: 'gr8 kat' })).body.code).toBe('password.tooShort');
    await expect(World.open({ env: { PASSWORD_MIN_LENGTH: '7' } })).rejects.toThrow('at least 8');
  });

  it.each([64, 100, 256])('may have %i characters', async (length) => {
    const password = `${GOOD}, `.repeat(9).slice(0, length);
    expect([...password]).toHaveLength(length);
    expect(await signsIn(password)).toBe(200);
  });

  it.each([
    ['spaces around it', '  grey cats on tin  '],
    ['no letters', '90210-48151-62342'],
    ['no digits and no signs', 'greycatsonhottin'],
    ['emoji', '🐀🐁🐂🐃🐄🐅🐆🐇🐈🐉🐊🐋🐌🐍🐎'],
    ['another script', 'съешь ещё этих мягких булок'],
    ['control characters', 'grey\x01cats\ton\x1bhot\ntin'],
    ['quotes and markup', `grey'"; -- <cats>&amp;\\`],
  ])('may consist of any characters: %s', async (_, password) => {
    expect(await signsIn(password)).toBe(200);
  });

  it('is compared to its last character, far past byte 72', async () => {
    const long = 'grey cats on a hot tin roof, and so on until nobody counts the letters any more: '.repeat(
      2,
    );
    expect(long.length).toBeGreaterThan(150);
    expect(await signsIn(`${long}x`, `${long}y`)).toBe(401);
    expect(await signsIn(`${long}x`, long)).toBe(401);
    expect(await signsIn(`${long}x`, `${long}x`)).toBe(200);
  });

  it('is compared with its letter case and its spaces', async () => {
    expect(await signsIn('Grey cats on tin', 'grey cats on tin')).toBe(401);
    expect(await signsIn('grey cats on tin ', 'grey cats on tin')).toBe(401);
  });
});

describe.each(WAYS)('When %s', (_, pointer, chooses) => {
  let world: World;
  let ranges: RangeService;

  beforeAll(async () => {
    ranges = await RangeService.start();
    world = await World.open({
      env: { BREACH_CHECK_URL: ranges.url, PUBLIC_URL: 'https://gate.acme.example' },
    });
  });
  afterAll(() => ranges.close());

  const refused = async (password: string, code: string) => {
    const { status, body } = await chooses(world, password);
    expect([status, body.code]).toEqual([400, code]);
    expect(body.errors).toEqual([{ pointer, detail: expect.stringMatching(/several words/) }]);
    expect(body.detail).toBe(`The password ${body.errors[0].detail}.`);
    expect(JSON.stringify(body)).not.toContain(password);
  };

  it.each(['perasperaadastra', 'PassWordPassWord', 'Sunshine2024!!!', '123456789012345', 'qwertyuiopasdfgh'])(
    'the common "%s" is refused',
    (password) => refused(password, 'password.tooCommon'),
  );

  it('the name of the service or its host is refused', async () => {
    await refused('sallyport-2026-10', 'password.tooPersonal');
    await refused('Acme.Gate.Acme.2026', 'password.tooPersonal');
  });

  it('one known from a breach is refused, and only that', async () => {
    ranges.knows('grey cats on a hot tin roof');
    ranges.knows('blue cats on a hot tin roof', 0);
    await refused('grey cats on a hot tin roof', 'password.breached');
    expect((await chooses(world, 'blue cats on a hot tin roof')).status).toBeLessThan(300);
  });

  it('a breach service that fails stands in nobody’s way', async () => {
    ranges.answer = (response) => response.writeHead(500).end();
    expect((await chooses(world, GOOD)).status).toBeLessThan(300);
    ranges.answer = undefined;
  });
});

describe('The names of a person', () => {
  const NAMES = { username: 'countess', displayName: 'Ada Augusta Lovelace' };
  const MADE_OF_NAMES = ['Augusta-Lovelace', 'countess18151210', 'babbage.1815.12', '4ugust4.L0vel4ce'];
  let world: World;

  beforeAll(async () => {
    world = await World.open();
  });

  it.each(MADE_OF_NAMES)('make no password at registering: %s', async (password) => {
    const { body } = await world.person('babbage').registers({ ...NAMES, password });
    expect(body.code).toBe('password.tooPersonal');
  });

  it('make none at a change either, but may be part of one', async () => {
    const ada = await world.person('babbage').registered(NAMES);
    await ada.signsIn();
    for (const password of MADE_OF_NAMES)
      expect((await changes(ada, password)).body.code).toBe('password.tooPersonal');
    expect((await world.post('/login', { email: ada.email, password: PASSWORD })).status).toBe(200);
    expect((await changes(ada, 'the countess owns seven grey cats')).status).toBe(200);
  });

  it('of somebody else do', async () => {
    expect((await world.person().registers({ password: 'Augusta-Lovelace' })).status).toBe(201);
  });
});

describe('On the command line', () => {
  it.each([
    ['perasperaadastra', /^password is among the first that are guessed: .* do well\.\n$/],
    ['root-root-2026-10', /^password is made of the names of the account .* do well\.\n$/],
  ])('"%s" is refused in a sentence', async (password, sentence) => {
    const args = ['user', 'create', '--email', 'root@example.com'];
    const { code, stderr } = await run('cli.js', args, await settingsIn(newFolder()), password);
    expect([code, stderr]).toEqual([1, expect.stringMatching(sentence)]);
  });
});
