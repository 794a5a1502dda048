import { DataSource } from 'typeorm';
import { BrowserPage } from '../support/browser-session.js';
import type { Answer } from '../support/client.js';
import { FailingDisk, type Fault } from '../support/failing-disk.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

/** The ways in which a statement fails so that nothing of its transaction stays. */
const UNDONE: Omit<Fault, 'at'>[] = [
  { error: 'SQLITE_IOERR', effect: 'it is not carried out' },
  { error: 'SQLITE_BUSY', effect: 'it is not carried out' },
  { error: 'SQLITE_IOERR', effect: 'its transaction is rolled back' },
  { error: 'SQLITE_FULL', effect: 'its transaction is rolled back' },
];
const TABLES =
  'users passwords user_roles sessions refresh_tokens opaque_tokens revocations audit_events'.split(' ');
const COMMITTED: Fault = { at: /^COMMIT$/, effect: 'only its answer is lost' };

let world: World;
let disk: FailingDisk;

beforeAll(async () => {
  // What a request does not learn, nobody tells it in time.
  world = await World.open({ env: { REVOCATION_POLL: '60s', REVOCATION_MAX_STALENESS: '10m' } });
  disk = FailingDisk.of(world);
});
afterAll(() => world.close());

const query = (sql: string, parameters: unknown[] = []) => world.provider(DataSource).query(sql, parameters);

/** The reuse of refresh tokens that was recorded of someone. */
const alarms = (email: string): Promise<unknown[]> =>
  query(
    `SELECT 1 FROM audit_events JOIN users ON users.id = "userId" WHERE type = 'session.refreshReused' AND email = ?`,
    [email],
  );

/** The tables in which work leaves more rows than there were, and how many. */
async function rowsAdded(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const count = async (): Promise<Record<string, number>> =>
    (
      await query(`SELECT ${TABLES.map((name) => `(SELECT COUNT(*) FROM ${name}) AS ${name}`).join(', ')}`)
    )[0];
  const before = await count();
  await work();
  const changes = Object.entries(await count()).map(
    ([name, after]) => [name, after - before[name]!] as const,
  );
  return Object.fromEntries(changes.filter(([, change]) => change !== 0));
}

/** Sends a request that meets a fault, sees how it is refused, and mends the disk. */
async function refused(fault: Fault, request: () => Promise<Answer>): Promise<Answer> {
  disk.fails(fault);
  const answer = await request();
  disk.recovers();
  const { status, headers, body } = answer;
  expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'server.unavailable', '1']);
  expect(JSON.stringify(body)).not.toMatch(/sqlite|disk|locked/i);
  return answer;
}

/** Lets each statement of a transaction fail in each way, and each time tries the same again. */
async function atEachStatement(
  work: () => Promise<Answer>,
  request: () => Promise<Answer>,
  afterwards: () => Promise<unknown>,
): Promise<void> {
  const statements = await disk.statementsOf(work);
  expect(statements.at(-1)).toBe('COMMIT');
  for (const at of statements.keys()) {
    for (const how of UNDONE) {
      expect(await rowsAdded(() => refused({ ...how, at }, request))).toEqual({});
      await afterwards();
    }
  }
}

describe('A database that fails in the middle of a refresh', () => {
  let ada: Person;

  beforeEach(async () => {
    ada = await world.person().signedIn();
  });

  it.each<[string, RegExp]>([
    ['the transaction begins', /^BEGIN/],
    ['the token is looked up', /^SELECT .* FROM "refresh_tokens"/],
    ['the token is marked as used', /^UPDATE "refresh_tokens"/],
    ['its successor is stored', /^INSERT INTO "refresh_tokens"/],
    ['the session is prolonged', /^UPDATE "sessions"/],
    ['the transaction is committed', /^COMMIT$/],
  ])('gives 503 when it fails as %s, and the same token works after that', async (_, at) => {
    for (const how of UNDONE) {
      const { accessToken, refreshToken } = ada;
      await refused({ ...how, at }, () => ada.refreshes(refreshToken));
      expect([ada.accessToken, (await ada.gets('/me')).status]).toEqual([accessToken, 200]);
      expect((await ada.refreshes(refreshToken)).status).toBe(200);
      expect((await ada.refreshes()).status).toBe(200);
    }
    expect(await alarms(ada.email)).toEqual([]);
  });

  it.each(['jwt', 'opaque'] as const)(
    'leaves no trace of it, at whichever statement it fails (%s)',
    async (token_format) => {
      await ada.signsIn({ token_format });
      const refresh = () => ada.refreshes();
      await atEachStatement(refresh, refresh, async () => expect((await ada.refreshes()).status).toBe(200));
      expect(await alarms(ada.email)).toEqual([]);
    },
  );

  it('gives the successor after all when it was committed and only the answer was lost', async () => {
    const token = ada.refreshToken;
    await refused(COMMITTED, () => ada.refreshes(token));
    expect((await ada.gets('/me')).status).toBe(200);
    const [once, twice] = [await ada.refreshes(token), await ada.refreshes(token)];
    expect([once.status, twice.body.refresh_token]).toEqual([200, once.body.refresh_token]);
    expect((await ada.refreshes()).status).toBe(200);
    expect(await alarms(ada.email)).toEqual([]);
  });

  it('lets the other racers have the successor when it fails one of them', async () => {
    for (const fault of [...UNDONE.map((how) => ({ ...how, at: /^COMMIT$/ })), COMMITTED]) {
      const token = ada.refreshToken;
      disk.fails(fault);
      const answers = await Promise.all(Array.from({ length: 5 }, () => ada.refreshes(token)));
      disk.recovers();
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 503]);
      expect(new Set(answers.map(({ body }) => body.refresh_token).filter(Boolean)).size).toBe(1);
      expect((await ada.refreshes()).status).toBe(200);
    }
    expect(await alarms(ada.email)).toEqual([]);
  });

  it('takes no cookie away from a browser', async () => {
    const page = new BrowserPage(world);
    await page.signsIn(ada.email);
    const { cookies } = page;
    const answer = await refused({ at: /^COMMIT$/ }, () => page.sends('POST', '/refresh'));
    expect([answer.setCookies, page.cookies]).toEqual([{}, cookies]);
    expect((await page.sends('POST', '/refresh')).status).toBe(200);
  });

  it('says temporarily_unavailable to an OAuth client', async () => {
    const form = () => new URLSearchParams({ grant_type: 'refresh_token', refresh_token: ada.refreshToken });
    const answer = await refused({ at: /^COMMIT$/ }, () => world.post('/token', form()));
    expect(answer.body.error).toBe('temporarily_unavailable');
    expect((await world.post('/token', form())).status).toBe(200);
  });

  it('lets no thief go: the reuse it could not record is detected the next time, once', async () => {
    for (const how of UNDONE) {
      const eve = await world.person().signedIn();
      const stolen = eve.refreshToken;
      await eve.refreshes();
      await eve.refreshes();
      await refused({ ...how, at: /^INSERT INTO "audit_events"/ }, () =>
        world.post('/refresh', { refresh_token: stolen }),
      );
      expect((await eve.gets('/me')).status).toBe(200);
      expect((await world.post('/refresh', { refresh_token: stolen })).body.code).toBe(
        'token.refreshInvalid',
      );
      expect((await eve.gets('/me')).body.code).toBe('token.revoked');
      expect(await alarms(eve.email)).toHaveLength(1);
    }
  });

  it('goes on even when the rollback fails as well', async () => {
    const token = ada.refreshToken;
    await refused({ at: /^(INSERT INTO "refresh_tokens"|ROLLBACK)/, times: 2 }, () => ada.refreshes(token));
    expect((await ada.refreshes(token)).status).toBe(200);
    expect((await ada.refreshes()).status).toBe(200);
  });

  // What went wrong: the connection stayed inside of the dead transaction, and what was written next was lost with it.
  it('writes nothing into a transaction that could not be rolled back', async () => {
    const token = ada.refreshToken;
    await refused({ at: /^(INSERT INTO "refresh_tokens"|ROLLBACK)/, times: 3 }, () => ada.refreshes(token));
    expect((await ada.sends('PATCH', '/me', { body: { displayName: 'Ada' } })).status).toBe(200);
    expect((await ada.refreshes(token)).status).toBe(200);
    expect((await ada.gets('/me')).body.displayName).toBe('Ada');
  });
});

describe('A database that fails in the middle of a sign-in', () => {
  let ada: Person;

  beforeEach(async () => {
    ada = await world.person().registered();
  });

  it.each<[string, RegExp]>([
    ['the account', /^SELECT .* FROM "users"/],
    ['the password', /^SELECT .* FROM "passwords"/],
  ])(
    'gives 503, and does not say that the credentials are wrong, when it cannot look up %s',
    async (_, at) => {
      await refused({ at }, () => ada.signsIn());
      expect((await ada.signsIn()).status).toBe(200);
    },
  );

  it.each(['jwt', 'opaque'] as const)(
    'opens no half of a session, at whichever statement it fails (%s)',
    async (token_format) => {
      const signIn = () => ada.signsIn({ token_format });
      await atEachStatement(signIn, signIn, async () => undefined);
      expect((await signIn()).status).toBe(200);
    },
  );

  it('opened a whole session when it was committed and only the answer was lost', async () => {
    const kept = await rowsAdded(() => refused(COMMITTED, () => ada.signsIn()));
    expect(kept).toEqual({ sessions: 1, refresh_tokens: 1 });
    await ada.signsIn();
    expect((await ada.gets('/sessions')).body).toHaveLength(2);
  });
});

describe.each(['jwt', 'opaque'] as const)(
  'A database that fails in the middle of a sign-out (%s)',
  (token_format) => {
    let ada: Person;

    beforeEach(async () => {
      ada = await world.person().signedIn({ token_format });
    });

    it('gives 503 and leaves the session whole, at whichever statement it fails', async () => {
      const other = await ada.onAnotherDevice({ token_format });
      await atEachStatement(
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
      await refused(fault, () => ada.signsOut());
      expect([204, 401]).toContain((await ada.signsOut()).status);
      expect((await ada.gets('/me')).body.code).toBe('token.revoked');
      expect((await ada.refreshes()).body.code).toBe('token.refreshInvalid');
    });
  },
);

describe('A database that fails in the middle of a registration', () => {
  it('makes no half of an account, at whichever statement it fails', async () => {
    const ada = world.person();
    await atEachStatement(
      () => world.person().registers(),
      () => ada.registers({ username: 'ada' }),
      async () => expect((await ada.signsIn()).status).toBe(401),
    );
    expect((await ada.registers({ username: 'ada' })).status).toBe(201);
    expect((await ada.signsIn()).status).toBe(200);
  });

  it('made a whole account when it was committed and only the answer was lost', async () => {
    const ada = world.person();
    const kept = await rowsAdded(() => refused(COMMITTED, () => ada.registers()));
    expect(kept).toEqual({ users: 1, passwords: 1, user_roles: 1 });
    expect((await ada.registers()).body.code).toBe('user.emailTaken');
    expect((await ada.signsIn()).status).toBe(200);
  });
});

describe('A database that fails as an access token is looked up', () => {
  it('gives 503, and does not say that the token is bad', async () => {
    const ada = await world.person().signedIn({ token_format: 'opaque' });
    await refused({ at: /^SELECT .* FROM "opaque_tokens"/ }, () => ada.gets('/me'));
    expect((await ada.gets('/me')).status).toBe(200);
  });
});
