import { DataSource } from 'typeorm';
import { Clock } from '../../src/platform/clock/index.js';
import { Revocation } from '../../src/sessions/index.js';
import { BrowserPage } from '../support/browser-session.js';
import { FailingDisk } from '../support/failing-disk.js';
import { FrozenClock } from '../support/frozen-clock.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

const CLIENT = 'billing:a-secret-of-24-characters-or-more';
const BOUND = 120;
const READS_OF_THE_FEED = { at: /"seq" > /, times: Infinity };

describe('A node whose revocation feed', () => {
  let world: World;
  let disk: FailingDisk;
  let clock: FrozenClock;

  beforeEach(async () => {
    clock = new FrozenClock();
    // So that what is read is read because of a request, and nothing by the way.
    const polls = { REVOCATION_POLL: '60s', REVOCATION_MAX_STALENESS: `${BOUND}s`, AUDIT_CHAIN_EVERY: '10m' };
    world = await World.open({ clock, env: { ...polls, OAUTH_CLIENTS: CLIENT } });
    disk = FailingDisk.of(world);
  });
  afterEach(() => world.close());

  /** As another process records it, of which this one has to read. */
  const endsElsewhere = async (sessionId: unknown) => {
    const now = world.provider(Clock).now();
    const row = { kind: 'session' as const, subject: String(sessionId), epoch: 0, createdAt: now };
    const feed = world.provider(DataSource).getRepository(Revocation);
    await feed.insert({ ...row, expiresAt: new Date(now.getTime() + 3_900_000) });
  };
  const answerTo = async (person: Person) => {
    const { status, body, headers } = await person.gets('/me');
    return [status, body.code, headers.get('retry-after')];
  };
  const GOOD = [200, undefined, null];
  const UNKNOWN = [503, 'server.unavailable', '1'];
  const REVOKED = [401, 'token.revoked', null];
  const sessionOf = async (person: Person) =>
    (await person.gets('/sessions')).body.find(({ current }: { current: boolean }) => current).id;

  describe.each(['jwt', 'opaque'] as const)('is stale and cannot be read (%s)', (token_format) => {
    let ada: Person;
    let grace: Person;

    beforeEach(async () => {
      ada = await world.person().signedIn({ token_format });
      grace = await world.person().signedIn({ token_format });
      const session = await sessionOf(ada);
      expect([await answerTo(ada), await answerTo(grace)]).toEqual([GOOD, GOOD]);
      await endsElsewhere(session);
      disk.fails(READS_OF_THE_FEED);
    });

    it('believes what it knows up to the bound, and lets nobody through past it', async () => {
      clock.advance(BOUND - 1);
      expect([await answerTo(ada), await answerTo(grace)]).toEqual([GOOD, GOOD]);
      clock.advance(2);
      expect([await answerTo(ada), await answerTo(grace)]).toEqual([UNKNOWN, UNKNOWN]);
      expect([await answerTo(ada), await answerTo(grace)]).toEqual([UNKNOWN, UNKNOWN]);
    });

    it('recovers by itself, and has heard by then what ended meanwhile', async () => {
      clock.advance(BOUND + 1);
      expect([await answerTo(ada), await answerTo(grace)]).toEqual([UNKNOWN, UNKNOWN]);
      disk.recovers();
      expect([await answerTo(ada), await answerTo(grace)]).toEqual([REVOKED, GOOD]);
    });

    it('still says of what it knows to be revoked that it is', async () => {
      expect((await grace.signsOut()).status).toBe(204);
      clock.advance(BOUND + 1);
      expect([await answerTo(ada), await answerTo(grace)]).toEqual([UNKNOWN, REVOKED]);
    });

    it('tells no service that a token is good, nor that it is not', async () => {
      const headers = { authorization: `Basic ${Buffer.from(CLIENT).toString('base64')}` };
      const introspect = async ({ accessToken }: Person) => {
        const { status, body } = await world.post('/introspect', { token: accessToken }, headers);
        return [status, body.error ?? body.active];
      };
      clock.advance(BOUND + 1);
      expect(await introspect(ada)).toEqual([503, 'temporarily_unavailable']);
      expect(await introspect(grace)).toEqual([503, 'temporarily_unavailable']);
      disk.recovers();
      expect([await introspect(ada), await introspect(grace)]).toEqual([
        [200, false],
        [200, true],
      ]);
    });
  });

  it('is stale and cannot be read refuses cookies, too, and who refreshes or signs in goes on', async () => {
    const ada = await world.person().signedIn();
    const page = new BrowserPage(world);
    await page.signsIn(ada.email);
    disk.fails(READS_OF_THE_FEED);
    clock.advance(BOUND + 1);
    expect((await page.sends('GET', '/me')).status).toBe(503);
    expect([(await ada.refreshes()).status, (await ada.signsIn()).status]).toEqual([200, 200]);
    expect(await answerTo(ada)).toEqual(UNKNOWN);
    disk.recovers();
    expect([(await page.sends('GET', '/me')).status, await answerTo(ada)]).toEqual([200, GOOD]);
  });

  it('is stale reads it once for all requests, and while it is fresh for none', async () => {
    const ada = await world.person().signedIn();
    const reads = jest.spyOn(world.provider(DataSource).getRepository(Revocation), 'find');
    const twenty = async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => ada.gets('/me')));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      return reads.mock.calls.length;
    };
    expect(await twenty()).toBe(0);
    clock.advance(BOUND + 1);
    expect(await twenty()).toBe(1);
    clock.advance(BOUND);
    expect(await twenty()).toBe(1);
  });
});
