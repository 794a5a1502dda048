import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { SigningKeyRow } from '../../src/keys/index.js';
import { BrowserPage } from '../support/browser-session.js';
import { World } from '../support/world.js';

const keyOf = (byte: number) => ({ MASTER_KEY: Buffer.alloc(32, byte).toString('base64') });

describe('The master key', () => {
  it('of a development start can be moved to MASTER_KEY', async () => {
    const before = await World.open();
    const ada = await before.person().signedIn();
    await before.stop();
    const MASTER_KEY = readFileSync(join(before.folder, 'master.key'), 'utf8').trim();
    const after = await World.open({ folder: before.folder, env: { MASTER_KEY } });
    const answer = await after.get('/me', { headers: { authorization: `Bearer ${ada.accessToken}` } });
    expect(answer.body.email).toBe(ada.email);
    await after.close();
  });

  it('that is lost or changed keeps the server from starting, while there are keys that it sealed', async () => {
    const before = await World.open({ env: keyOf(1) });
    await before.stop();
    await expect(World.open({ folder: before.folder, env: keyOf(2) })).rejects.toThrow(
      /was sealed with another master key. Start with the MASTER_KEY that this database was made with./,
    );
    await (await World.open({ folder: before.folder, env: keyOf(1) })).close();
  });

  it('can be replaced by giving up the signing keys: that voids JWTs and CSRF tokens, and no session', async () => {
    const before = await World.open({ env: keyOf(1) });
    const laptop = await before.person().signedIn();
    const phone = await laptop.onAnotherDevice({ token_format: 'opaque' });
    const page = new BrowserPage(before);
    await page.signsIn(laptop.email);
    await before.provider(DataSource).getRepository(SigningKeyRow).clear();
    await before.stop();

    const after = await World.open({ folder: before.folder, env: keyOf(2) });
    const me = (token: string) => after.get('/me', { headers: { authorization: `Bearer ${token}` } });
    expect((await me(laptop.accessToken)).body.code).toBe('token.invalid');
    expect((await me(phone.accessToken)).status).toBe(200);
    for (const { refreshToken } of [laptop, phone]) {
      const { status, body } = await after.post('/refresh', { refresh_token: refreshToken });
      expect([status, (await me(body.access_token)).status]).toEqual([200, 200]);
    }
    const headers = { cookie: page.cookies, origin: page.origin, 'x-csrf-token': page.csrfToken };
    expect((await after.post('/refresh', undefined, headers)).body.code).toBe('auth.csrf');
    await after.close();
  });
});
