import { World } from '../support/world.js';

describe('Secrets', () => {
  let world: World;
  const secrets: string[] = [];

  beforeAll(async () => {
    world = await World.open();
    const ada = await world.person().registered();
    for (let device = 0; device < 12; device += 1) {
      const { body } = await ada.signsIn({ token_format: 'opaque' });
      secrets.push(body.access_token, body.refresh_token);
      secrets.push((await ada.refreshes()).body.refresh_token);
    }
  });
  afterAll(() => world.close());

  const randomPart = (secret: string) => Buffer.from(secret.replace(/^sp_[ar]t_/, ''), 'base64url');

  it('have 256 bits, and say by their prefix what they are', () => {
    for (const secret of secrets) {
      expect(secret).toMatch(/^sp_[ar]t_[\w-]{43}$/);
      expect(randomPart(secret)).toHaveLength(32);
    }
  });

  it('are never the same, and share no part that could be guessed from another', () => {
    expect(new Set(secrets).size).toBe(secrets.length);
    for (let offset = 0; offset <= 24; offset += 8) {
      const parts = secrets.map((secret) =>
        randomPart(secret)
          .subarray(offset, offset + 8)
          .toString('hex'),
      );
      expect(new Set(parts).size).toBe(secrets.length);
    }
  });

  it('are no identifiers: knowing every id of a session opens nothing', async () => {
    const ada = await world.person().signedIn();
    const { sid, jti, sub } = ada.claims as Record<string, string>;
    for (const id of [sid, jti, sub]) {
      for (const token of [id, `sp_at_${id}`, `sp_rt_${id}`]) {
        const headers = { authorization: `Bearer ${token}` };
        expect((await world.get('/me', { headers })).status).toBe(401);
        expect((await world.post('/refresh', { refresh_token: token })).status).toBe(400);
      }
    }
  });
});
