import { DataSource } from 'typeorm';
import { User } from '../../src/users/index.js';
import { FrozenClock } from '../support/frozen-clock.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

describe('Refreshing', () => {
  let world: World;
  let ada: Person;
  const clock = new FrozenClock();

  beforeAll(async () => {
    world = await World.open({ clock });
  });
  beforeEach(async () => {
    ada = await world.person().signedIn();
  });
  afterAll(() => world.close());

  it('exchanges the refresh token for new tokens of the same session', async () => {
    const { refreshToken, claims } = ada;
    expect((await ada.refreshes()).status).toBe(200);
    expect(ada.refreshToken).not.toBe(refreshToken);
    expect(ada.claims.sid).toBe(claims.sid);
    expect(ada.claims.jti).not.toBe(claims.jti);
    expect((await ada.gets('/me')).status).toBe(200);
  });

  it('goes on for as long as the session is used', async () => {
    for (let day = 0; day < 5; day += 1) {
      clock.advance(6 * 86_400);
      expect([day, (await ada.refreshes()).status]).toEqual([day, day < 4 ? 200 : 400]);
    }
  });

  it('ends with the session, which lives a week without use', async () => {
    clock.advance(7 * 86_400);
    expect((await ada.refreshes()).body.code).toBe('token.refreshInvalid');
  });

  it('gives twenty racers the same successor', async () => {
    const token = ada.refreshToken;
    const answers = await Promise.all(Array.from({ length: 20 }, () => ada.refreshes(token)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
  });

  it('gives the same successor again within ten seconds, while that is unused', async () => {
    const first = ada.refreshToken;
    const successor = (await ada.refreshes(first)).body.refresh_token;
    clock.advance(9);
    expect((await ada.refreshes(first)).body.refresh_token).toBe(successor);
  });

  it('ends the whole family when a token is used again after ten seconds', async () => {
    const stolen = ada.refreshToken;
    await ada.refreshes();
    clock.advance(10);
    expect((await world.post('/refresh', { refresh_token: stolen })).body.error).toBe('invalid_grant');
    expect((await ada.gets('/me')).body.code).toBe('token.revoked');
    expect((await ada.refreshes()).status).toBe(400);
  });

  // What went wrong: the window stayed open until a clock that was put back came to the end of it again.
  it('ends the whole family then also when the clock was put back meanwhile', async () => {
    const stolen = ada.refreshToken;
    await ada.refreshes();
    clock.set(-3600);
    clock.advance(60);
    expect((await world.post('/refresh', { refresh_token: stolen })).body.error).toBe('invalid_grant');
    expect((await ada.refreshes()).status).toBe(400);
  });

  it('ends the whole family when a token is used again after its successor was', async () => {
    const stolen = ada.refreshToken;
    await ada.refreshes();
    await ada.refreshes();
    expect((await world.post('/refresh', { refresh_token: stolen })).status).toBe(400);
    expect((await ada.refreshes()).status).toBe(400);
  });

  it('gives no access token that outlives its session', async () => {
    for (let time = 0; time < 4; time += 1) {
      clock.advance(6 * 86_400);
      await ada.refreshes();
    }
    clock.advance(6 * 86_400 - 300); // five minutes before its thirty days are over
    const last = await ada.refreshes();
    expect([last.status, last.body.expires_in]).toEqual([200, 300]);
    clock.advance(last.body.expires_in + 31);
    expect((await ada.gets('/me')).body.code).toBe('token.expired');
  });

  it('uses nothing up while the account is disabled', async () => {
    const users = world.provider(DataSource).getRepository(User);
    await users.update({ email: ada.email }, { disabledAt: clock.now() });
    expect((await ada.refreshes()).body.code).toBe('token.refreshInvalid');
    clock.advance(60);
    await users.update({ email: ada.email }, { disabledAt: null });
    expect((await ada.refreshes()).status).toBe(200);
  });

  it('refuses what was never issued, and access tokens, without harm', async () => {
    for (const token of ['', 'x', ada.accessToken, `sp_rt_${'A'.repeat(43)}`, 'x'.repeat(200)]) {
      expect((await world.post('/refresh', { refresh_token: token })).body.code).toBe('token.refreshInvalid');
    }
    expect((await ada.refreshes()).status).toBe(200);
  });

  it('says so when there is neither a token nor a cookie', async () => {
    expect((await world.post('/refresh')).body.code).toBe('token.refreshInvalid');
    expect((await world.post('/refresh', {})).body.code).toBe('token.refreshInvalid');
    expect((await world.post('/refresh', { refresh_token: ['x'] })).body.code).toBe('request.invalid');
  });

  it('detects reuse across a restart', async () => {
    const first = await World.open({ clock });
    const eve = await first.person('eve').signedIn();
    const stolen = eve.refreshToken;
    await eve.refreshes();
    await first.stop();
    clock.advance(60);
    const second = await World.open({ clock, folder: first.folder });
    expect((await second.post('/refresh', { refresh_token: stolen })).status).toBe(400);
    expect((await second.post('/refresh', { refresh_token: eve.refreshToken })).status).toBe(400);
    expect(
      (await second.get('/me', { headers: { authorization: `Bearer ${eve.accessToken}` } })).status,
    ).toBe(401);
    await second.close();
  });
});

describe('Refreshing with a window of 0', () => {
  it('takes any second use for theft', async () => {
    const world = await World.open({ env: { REFRESH_REPLAY_WINDOW: '0' } });
    const ada = await world.person().signedIn();
    const token = ada.refreshToken;
    await ada.refreshes(token);
    expect((await world.post('/refresh', { refresh_token: token })).status).toBe(400);
    expect((await ada.gets('/me')).status).toBe(401);
    await world.close();
  });
});
