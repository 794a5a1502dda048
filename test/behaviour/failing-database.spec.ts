import { COMMITTED, FailingDatabase } from '../support/failing-database.js';
import type { Fault } from '../support/failing-disk.js';
import type { Person } from '../support/person.js';

let database: FailingDatabase;

beforeAll(async () => {
  database = await FailingDatabase.open();
});
afterAll(() => database.world.close());

describe('A database that fails in the middle of a sign-in', () => {
  let ada: Person;

  beforeEach(async () => {
    ada = await database.world.person().registered();
  });

  it.each<[string, RegExp]>([
    ['the account', /^SELECT .* FROM "users"/],
    ['the password', /^SELECT .* FROM "passwords"/],
  ])(
    'gives 503, and does not say that the credentials are wrong, when it cannot look up %s',
    async (_, at) => {
      await database.refuses({ at }, () => ada.signsIn());
      expect((await ada.signsIn()).status).toBe(200);
    },
  );

  it.each(['jwt', 'opaque'] as const)(
    'opens no half of a session, at whichever statement it fails (%s)',
    async (token_format) => {
      const signIn = () => ada.signsIn({ token_format });
      await database.failsAtEachStatement(signIn, signIn, async () => undefined);
      expect((await signIn()).status).toBe(200);
    },
  );

  it('opened a whole session when it was committed and only the answer was lost', async () => {
    const kept = await database.rowsAdded(() => database.refuses(COMMITTED, () => ada.signsIn()));
    expect(kept).toEqual({ sessions: 1, refresh_tokens: 1, audit_events: 1 });
    await ada.signsIn();
    expect((await ada.gets('/sessions')).body).toHaveLength(2);
  });
});

describe.each(['jwt', 'opaque'] as const)(
  'A database that fails in the middle of a sign-out (%s)',
  (token_format) => {
    let ada: Person;

    beforeEach(async () => {
      ada = await database.world.person().signedIn({ token_format });
    });

    it('gives 503 and leaves the session whole, at whichever statement it fails', async () => {
      const other = await ada.onAnotherDevice({ token_format });
      await database.failsAtEachStatement(
        () => other.signsOut(),
        () => ada.signsOut(),
        async () => {
          expect((await ada.gets('/me')).status).toBe(200);
          expect((await ada.refreshes()).status).toBe(200);
        },
      );
      expect((await ada.signsOut()).status).toBe(204);
      expect((await ada.gets('/me')).body.code).toBe('token.revoked');
    });

    // What went wrong: the node forgot what a transaction had revoked when its COMMIT failed. It had been carried
    // out, though, so that a second sign-out found nothing left to end, said 204, and the access token lived on.
    it.each<[string, Fault]>([
      ['', COMMITTED],
      [', and the feed cannot be read either', { ...COMMITTED, at: /^COMMIT$|"seq" > /, times: 2 }],
    ])('leaves nothing alive when it was committed and only the answer was lost%s', async (_, fault) => {
      await database.refuses(fault, () => ada.signsOut());
      expect([204, 401]).toContain((await ada.signsOut()).status);
      expect((await ada.gets('/me')).body.code).toBe('token.revoked');
      expect((await ada.refreshes()).body.code).toBe('token.refreshInvalid');
    });

    it('leaves nothing alive of those who shared a commit whose answer was lost', async () => {
      const others = [
        await ada.onAnotherDevice({ token_format }),
        await ada.onAnotherDevice({ token_format }),
      ];
      await database.rests();
      database.disk.fails(COMMITTED);
      const answers = await Promise.all([ada, ...others].map((device) => device.signsOut()));
      database.disk.recovers();
      expect(answers.map(({ status }) => status)).toContain(503);
      for (const device of [ada, ...others])
        expect((await device.gets('/me')).body.code).toBe('token.revoked');
    });

    // Whoever was told "revoked" took the sign-out for done, and the session lived on.
    it('does not tell that the token is revoked while nobody knows whether it was committed', async () => {
      await database.rests();
      database.disk.fails({ at: /^COMMIT$|"seq" > /, times: 3 });
      const answers = [await ada.signsOut(), await ada.gets('/me')];
      database.disk.recovers();
      expect(answers.map(({ body }) => body.code)).toEqual(['server.unavailable', 'server.unavailable']);
      expect((await ada.gets('/me')).status).toBe(200);
      expect((await ada.signsOut()).status).toBe(204);
      expect((await ada.gets('/me')).body.code).toBe('token.revoked');
    });
  },
);

describe('A database that fails in the middle of a registration', () => {
  it('makes no half of an account, at whichever statement it fails', async () => {
    const ada = database.world.person();
    await database.failsAtEachStatement(
      () => database.world.person().registers(),
      () => ada.registers({ username: 'ada' }),
      async () => expect((await ada.signsIn()).status).toBe(401),
    );
    expect((await ada.registers({ username: 'ada' })).status).toBe(201);
    expect((await ada.signsIn()).status).toBe(200);
  });

  it('made a whole account when it was committed and only the answer was lost', async () => {
    const ada = database.world.person();
    const kept = await database.rowsAdded(() => database.refuses(COMMITTED, () => ada.registers()));
    expect(kept).toEqual({ users: 1, passwords: 1, user_roles: 1, audit_events: 1 });
    expect((await ada.registers()).body.code).toBe('user.emailTaken');
    expect((await ada.signsIn()).status).toBe(200);
  });
});

describe('A database that fails as an access token is looked up', () => {
  it('gives 503, and does not say that the token is bad', async () => {
    const ada = await database.world.person().signedIn({ token_format: 'opaque' });
    await database.refuses({ at: /^SELECT .* FROM "opaque_tokens"/ }, () => ada.gets('/me'));
    expect((await ada.gets('/me')).status).toBe(200);
  });
});
