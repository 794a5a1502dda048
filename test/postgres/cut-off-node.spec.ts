import { CutLine } from '../support/cut-line.js';
import { Person } from '../support/person.js';
import { ask, store } from '../support/store.js';
import { World } from '../support/world.js';

const BELIEVED = 403;

describe('A node that is cut off from PostgreSQL', () => {
  let elsewhere: World;
  let here: World;
  let line: CutLine;
  let url: string;

  beforeAll(async () => {
    elsewhere = await World.open();
    url = (await store.settingsFor(elsewhere.folder)).DATABASE_URL as string;
    line = await CutLine.to(url);
    here = await World.open({ folder: elsewhere.folder, env: { DATABASE_URL: line.url } });
  });
  afterAll(async () => {
    await here.stop();
    await line.close();
    await elsewhere.close();
  });

  const seenFromHere = (person: Person): Person =>
    Object.assign(new Person(here, person.email), { accessToken: person.accessToken });
  /** Of a route that reads nothing itself: with 403 the token was believed. */
  const statusOf = async (person: Person) => (await person.gets('/reports')).status;
  /** All that comes until the first that is none of these. */
  const until = async (person: Person, ...passing: number[]): Promise<number> => {
    for (;;) {
      const status = await statusOf(person);
      if (!passing.includes(status)) return status;
    }
  };

  it.each(['jwt', 'opaque'] as const)(
    'refuses when it cannot know (%s), and knows what ended meanwhile when it is back',
    async (token_format) => {
      const [ada, grace] = [
        await elsewhere.person().signedIn({ token_format }),
        await elsewhere.person().signedIn({ token_format }),
      ];
      const [adaHere, graceHere] = [seenFromHere(ada), seenFromHere(grace)];
      expect([await statusOf(adaHere), await statusOf(graceHere)]).toEqual([BELIEVED, BELIEVED]);
      line.cut();
      expect((await ada.signsOut()).status).toBe(204);
      expect([await until(adaHere, BELIEVED), await until(graceHere, BELIEVED)]).toEqual([503, 503]);
      for (let times = 0; times < 20; times += 1) expect(await statusOf(adaHere)).toBe(503);
      line.mend();
      expect([await until(adaHere, 503), await until(graceHere, 503)]).toEqual([401, BELIEVED]);
    },
  );

  // A connection that is cut says so; a database that hangs says nothing.
  it('refuses, too, while the database does not answer at all', async () => {
    const ada = seenFromHere(await elsewhere.person().signedIn());
    expect(await statusOf(ada)).toBe(BELIEVED);
    const released = ask(
      url,
      'BEGIN; LOCK TABLE revocations IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(8); COMMIT',
    );
    expect(await until(ada, BELIEVED)).toBe(503);
    await released;
    expect(await until(ada, 503)).toBe(BELIEVED);
  }, 40_000);
});
