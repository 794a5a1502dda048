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
