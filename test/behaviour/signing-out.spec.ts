import { Revocations } from '../../src/sessions/index.js';
import { BrowserPage } from '../support/browser-session.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { World } from '../support/world.js';
import { DataSource } from 'typeorm';

describe.each(['jwt', 'opaque'] as const)('Signing out with a token in the format %s', (token_format) => {
  let world: World;

  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world.close());

  it('refuses the access token on the very next request', async () => {
    const ada = await world.person().signedIn({ token_format });
    expect((await ada.gets('/me')).status).toBe(200);
    expect((await ada.signsOut()).status).toBe(204);
    const answer = await ada.gets('/me');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('refuses the refresh token, and the access tokens that came before it', async () => {
    const ada = await world.person().signedIn({ token_format });
    const before = ada.accessToken;
    await ada.refreshes();
    await ada.signsOut();
    expect((await ada.refreshes()).status).toBe(400);
    expect((await world.get('/me', { headers: { authorization: `Bearer ${before}` } })).status).toBe(401);
  });

  it('leaves the other devices alone', async () => {
    const laptop = await world.person().signedIn({ token_format });
    const phone = await laptop.onAnotherDevice({ token_format });
    await laptop.signsOut();
    expect((await phone.gets('/me')).status).toBe(200);
  });

  it('holds after a restart', async () => {
    const first = await World.open();
    const ada = await first.person().signedIn({ token_format });
    await ada.signsOut();
    await first.stop();
    const second = await World.open({ folder: first.folder });
    const answer = await second.get('/me', { headers: { authorization: `Bearer ${ada.accessToken}` } });
    expect(answer.status).toBe(401);
    await second.close();
  });

  it('is known without a database read', async () => {
    const ada = await world.person().signedIn({ token_format });
    await ada.gets('/reports');
    await ada.signsOut();
    const createQueryRunner = jest.spyOn(world.provider(DataSource), 'createQueryRunner');
    createQueryRunner.mockImplementation(() => {
      throw new Error('The hot path asked the database');
    });
    expect((await ada.gets('/reports')).status).toBe(401);
    createQueryRunner.mockRestore();
  });

  it('costs an authorized request no database read either', async () => {
    const root = await world.administrator();
    await root.signsIn({ token_format });
    expect((await root.gets('/reports')).status).toBe(200);
    const createQueryRunner = jest.spyOn(world.provider(DataSource), 'createQueryRunner');
    createQueryRunner.mockImplementation(() => {
      throw new Error('The hot path asked the database');
    });
    expect((await root.gets('/reports')).status).toBe(200);
    createQueryRunner.mockRestore();
  });
});

describe('Signing out late', () => {
  const clock = new FrozenClock();
  let world: World;

  beforeAll(async () => {
    world = await World.open({ clock });
  });
  afterAll(() => world.close());

  it.each(['jwt', 'opaque'] as const)(
    'works with an access token (%s) that has expired, and with nothing else of it',
    async (token_format) => {
      const ada = await world.person().signedIn({ token_format });
      clock.advance(3600);
      expect((await ada.gets('/me')).body.code).toBe('token.expired');
      expect((await ada.signsOut()).status).toBe(204);
      expect((await ada.refreshes()).status).toBe(400);
      expect((await ada.signsOut()).body.code).toBe('token.revoked');
    },
  );

  it('works with cookies an hour later', async () => {
    const { email } = await world.person().registered();
    const page = new BrowserPage(world);
    await page.signsIn(email);
    clock.advance(3600);
    expect((await page.sends('POST', '/logout', undefined, { 'x-csrf-token': '' })).body.code).toBe(
      'auth.csrf',
    );
    const stolen = page.cookies;
    expect((await page.sends('POST', '/logout')).status).toBe(204);
    expect(page.cookies).toMatch(/^sallyport_device=[^;]*$/);
    const csrf = { 'x-csrf-token': page.csrfToken, cookie: stolen, origin: page.origin };
    expect((await world.post('/refresh', undefined, csrf)).status).toBe(400);
  });

  // What went wrong: the index forgot by the clock on the wall, and a clock that was put back revived the token.
  it('holds when the clock jumps ahead and is put back, also across a restart meanwhile', async () => {
    const ada = await world.person().signedIn();
    await ada.signsOut();
    clock.set(7200);
    await world.provider(Revocations).catchUp();
    clock.set(-7200);
    expect((await ada.gets('/me')).body.code).toBe('token.revoked');
    clock.set(7200);
    const again = await World.open({ clock, folder: world.folder });
    clock.set(-7200);
    await again.provider(Revocations).catchUp();
    const answer = await again.get('/me', { headers: { authorization: `Bearer ${ada.accessToken}` } });
    expect(answer.body.code).toBe('token.revoked');
    await again.stop();
  });

  // What went wrong: the index forgot an hour after the revocation, when a clock that had been put back by more had
  // not yet come to the token's time again.
  it.each(['jwt', 'opaque'] as const)(
    'holds (%s) also when the clock was put back by hours and comes to that time again',
    async (token_format) => {
      const ada = await world.person().signedIn({ token_format });
      expect((await ada.gets('/me')).status).toBe(200);
      await ada.signsOut();
      clock.set(-7200);
      for (let hour = 0; hour < 2; hour += 1) {
        await world.provider(Revocations).catchUp();
        clock.advance(3600 + 60);
      }
      clock.advance(-120);
      await world.provider(Revocations).catchUp();
      expect((await ada.gets('/me')).body.code).toBe('token.revoked');
    },
  );

  // What went wrong: how long a revocation is remembered was counted from the time it happened at, which was hours
  // before that of the tokens it spoke of.
  it('holds where it happened after the clock was put back by hours, also across a restart', async () => {
    const ada = await world.person().signedIn();
    clock.set(-7200);
    const phone = await ada.onAnotherDevice();
    expect((await phone.sends('DELETE', '/sessions')).body).toEqual({ ended: 1 });
    for (let hour = 0; hour < 2; hour += 1) {
      clock.advance(3600);
      await world.provider(Revocations).catchUp();
    }
    expect((await ada.gets('/me')).body.code).toBe('token.revoked');
    const again = await World.open({ clock, folder: world.folder });
    const answer = await again.get('/me', { headers: { authorization: `Bearer ${ada.accessToken}` } });
    expect(answer.body.code).toBe('token.revoked');
    await again.stop();
  });
});
