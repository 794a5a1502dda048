import { DataSource } from 'typeorm';
import { AuditEvent } from '../../src/platform/audit/index.js';
import { FrozenClock } from '../support/frozen-clock.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

describe('Sessions', () => {
  let world: World;
  let laptop: Person;
  let phone: Person;
  const clock = new FrozenClock();

  beforeAll(async () => {
    world = await World.open({ clock });
  });
  beforeEach(async () => {
    laptop = await world.person().signedIn();
    clock.advance(1);
    phone = await laptop.onAnotherDevice();
  });
  afterAll(() => world.close());

  it('are listed by device, the most recently used first, and the current one is marked', async () => {
    const answer = await world.post(
      '/login',
      { email: laptop.email, password: laptop.password },
      { 'user-agent': FIREFOX },
    );
    expect(answer.status).toBe(200);
    const { body } = await phone.gets('/sessions');
    expect(body).toHaveLength(3);
    expect(body.map(({ current }: { current: boolean }) => current).filter(Boolean)).toHaveLength(1);
    expect(body.find(({ id }: { id: string }) => id === phone.claims.sid).current).toBe(true);
    expect(body[0]).toEqual({
      id: expect.any(String),
      device: 'Firefox on Linux',
      address: '127.0.0.1',
      createdAt: expect.any(String),
      lastUsedAt: expect.any(String),
      current: false,
    });
  });

  // What went wrong: both requests had come in, and each ended the other's session.
  it('do not end each other when two of them end all others at the same moment: one stays', async () => {
    for (let times = 0; times < 10; times += 1) {
      const pair = await Promise.all([laptop, phone].map((device) => device.onAnotherDevice()));
      await Promise.all(pair.map((device) => device.sends('DELETE', '/sessions')));
      const statuses = await Promise.all(pair.map(async (device) => (await device.gets('/me')).status));
      expect(statuses.sort()).toEqual([200, 401]);
    }
  });

  it('can be ended one by one, effective on the next request', async () => {
    expect((await laptop.sends('DELETE', `/sessions/${phone.claims.sid}`)).status).toBe(204);
    expect((await phone.gets('/me')).body.code).toBe('token.revoked');
    expect((await phone.refreshes()).status).toBe(400);
    expect((await laptop.gets('/me')).status).toBe(200);
  });

  it('can all be ended but the current one', async () => {
    const tablet = await laptop.onAnotherDevice({ token_format: 'opaque' });
    expect((await laptop.sends('DELETE', '/sessions')).body).toEqual({ ended: 2 });
    expect((await phone.gets('/me')).status).toBe(401);
    expect((await tablet.gets('/me')).status).toBe(401);
    expect((await laptop.gets('/me')).status).toBe(200);
    expect((await laptop.sends('DELETE', '/sessions')).body).toEqual({ ended: 0 });
  });

  it("of others can neither be ended nor told from sessions that don't exist", async () => {
    const eve = await world.person().signedIn();
    const ids = [laptop.claims.sid, '0197a1b2-0000-7000-8000-000000000000', 'x', "'--"];
    const answers = await Promise.all(ids.map((id) => eve.sends('DELETE', `/sessions/${String(id)}`)));
    expect(answers.map(({ status, body }) => `${status} ${body.code}`)).toEqual(
      ids.map(() => '404 session.notFound'),
    );
    expect((await laptop.gets('/me')).status).toBe(200);
  });

  it('are twenty at most: the least recently used one ends', async () => {
    const first = await world.person().signedIn();
    for (let device = 1; device < 20; device += 1) {
      clock.advance(1);
      await first.onAnotherDevice();
    }
    expect((await first.gets('/sessions')).body).toHaveLength(20);
    clock.advance(1);
    const last = await first.onAnotherDevice();
    expect((await last.gets('/sessions')).body).toHaveLength(20);
    expect((await first.gets('/me')).body.code).toBe('token.revoked');
  });

  it('leave a record of a refresh token that was used twice: which session, when first, when again', async () => {
    const stolen = phone.refreshToken;
    const first = clock.now();
    await phone.refreshes();
    clock.advance(60);
    await world.post('/refresh', { refresh_token: stolen });
    const events = world.provider(DataSource).getRepository(AuditEvent);
    const found = await events.findOneByOrFail({
      type: 'session.refreshReused',
      sessionId: phone.claims.sid as string,
    });
    expect(found.userId).toBe(phone.claims.sub);
    expect(JSON.parse(found.detail)).toEqual({
      firstUsedAt: first.toISOString(),
      usedAgainAt: clock.now().toISOString(),
    });
    expect(await events.existsBy({ type: 'session.ended', sessionId: phone.claims.sid as string })).toBe(
      true,
    );
  });
});
