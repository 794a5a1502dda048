import { BrowserPage } from '../support/browser-session.js';
import { COMMITTED, FailingDatabase, UNDONE } from '../support/failing-database.js';
import type { Person } from '../support/person.js';

let database: FailingDatabase;

beforeAll(async () => {
  database = await FailingDatabase.open();
});
afterAll(() => database.world.close());

describe('A database that fails in the middle of a refresh', () => {
  let ada: Person;

  beforeEach(async () => {
    ada = await database.world.person().signedIn();
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
      await database.refuses({ ...how, at }, () => ada.refreshes(refreshToken));
      expect([ada.accessToken, (await ada.gets('/me')).status]).toEqual([accessToken, 200]);
      expect((await ada.refreshes(refreshToken)).status).toBe(200);
      expect((await ada.refreshes()).status).toBe(200);
    }
    expect(await database.alarms(ada.email)).toEqual([]);
  });

  it.each(['jwt', 'opaque'] as const)(
    'leaves no trace of it, at whichever statement it fails (%s)',
    async (token_format) => {
      await ada.signsIn({ token_format });
      const refresh = () => ada.refreshes();
      await database.failsAtEachStatement(refresh, refresh, async () =>
        expect((await ada.refreshes()).status).toBe(200),
      );
      expect(await database.alarms(ada.email)).toEqual([]);
    },
  );

  it('gives the successor after all when it was committed and only the answer was lost', async () => {
    const token = ada.refreshToken;
    await database.refuses(COMMITTED, () => ada.refreshes(token));
    expect((await ada.gets('/me')).status).toBe(200);
    const [once, twice] = [await ada.refreshes(token), await ada.refreshes(token)];
    expect([once.status, twice.body.refresh_token]).toEqual([200, once.body.refresh_token]);
    expect((await ada.refreshes()).status).toBe(200);
    expect(await database.alarms(ada.email)).toEqual([]);
  });

  it('leaves racers with one successor when the commit that they share fails', async () => {
    for (const fault of [...UNDONE.map((how) => ({ ...how, at: /^COMMIT$/ })), COMMITTED]) {
      const token = ada.refreshToken;
      const race = () => Promise.all(Array.from({ length: 5 }, () => ada.refreshes(token)));
      await database.rests();
      database.disk.fails(fault);
      const refused = await race();
      database.disk.recovers();
      expect(refused.map(({ status }) => status)).toContain(503);
      const answers = [...refused.filter(({ status }) => status !== 503), ...(await race())];
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
      expect((await ada.refreshes()).status).toBe(200);
    }
    expect(await database.alarms(ada.email)).toEqual([]);
  });

  it('takes no cookie away from a browser', async () => {
    const page = new BrowserPage(database.world);
    await page.signsIn(ada.email);
    const { cookies } = page;
    const answer = await database.refuses({ at: /^COMMIT$/ }, () => page.sends('POST', '/refresh'));
    expect([answer.setCookies, page.cookies]).toEqual([{}, cookies]);
    expect((await page.sends('POST', '/refresh')).status).toBe(200);
  });

  it('says temporarily_unavailable to an OAuth client', async () => {
    const form = () => new URLSearchParams({ grant_type: 'refresh_token', refresh_token: ada.refreshToken });
    const answer = await database.refuses({ at: /^COMMIT$/ }, () => database.world.post('/token', form()));
    expect(answer.body.error).toBe('temporarily_unavailable');
    expect((await database.world.post('/token', form())).status).toBe(200);
  });

  it('lets no thief go: the reuse it could not record is detected the next time, once', async () => {
    for (const how of UNDONE) {
      const eve = await database.world.person().signedIn();
      const stolen = eve.refreshToken;
      await eve.refreshes();
      await eve.refreshes();
      await database.refuses({ ...how, at: /^INSERT INTO "audit_events"/ }, () =>
        database.world.post('/refresh', { refresh_token: stolen }),
      );
      expect((await eve.gets('/me')).status).toBe(200);
      expect((await database.world.post('/refresh', { refresh_token: stolen })).body.code).toBe(
        'token.refreshInvalid',
      );
      expect((await eve.gets('/me')).body.code).toBe('token.revoked');
      expect(await database.alarms(eve.email)).toHaveLength(1);
    }
  });

  it('goes on even when the rollback fails as well', async () => {
    const token = ada.refreshToken;
    await database.refuses({ at: /^(INSERT INTO "refresh_tokens"|ROLLBACK)/, times: 2 }, () =>
      ada.refreshes(token),
    );
    expect((await ada.refreshes(token)).status).toBe(200);
    expect((await ada.refreshes()).status).toBe(200);
  });

  // What went wrong: the connection stayed inside of the dead transaction, and what was written next was lost with it.
  it('writes nothing into a transaction that could not be rolled back', async () => {
    const token = ada.refreshToken;
    await database.refuses({ at: /^(INSERT INTO "refresh_tokens"|ROLLBACK)/, times: 3 }, () =>
      ada.refreshes(token),
    );
    expect((await ada.sends('PATCH', '/me', { body: { displayName: 'Ada' } })).status).toBe(200);
    expect((await ada.refreshes(token)).status).toBe(200);
    expect((await ada.gets('/me')).body.displayName).toBe('Ada');
  });
});
