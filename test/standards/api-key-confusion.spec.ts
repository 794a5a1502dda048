import { DataSource } from 'typeorm';
import { Program } from '../support/api-keys.js';
import { BrowserPage } from '../support/browser-session.js';
import { verdictOn } from '../support/forger.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

const INVALID = [401, 'token.invalid'];
const SECRET = 'a-secret-of-32-characters-or-more';

/** Texts that a lenient reader takes for the same key. */
const respellings = (key: string): string[] => [
  ...['=', '==', '%3D', 'A', '.', ',', ';', '\xa0'].map((more) => key + more),
  ...['A', '.', '"', '%20', '\xa0'].map((more) => more + key),
  key.toUpperCase(),
  key.toLowerCase(),
  key.replace('sp_key_', 'SP_KEY_'),
  key.replace('sp_key_', 'sp_at_'),
  key.slice('sp_key_'.length),
  key.slice(0, -6),
  key.slice(0, -1),
  key.replaceAll('-', '+').replaceAll('_', '/'),
  `sp%5Fkey%5F${key.slice('sp_key_'.length)}`,
  `${key.slice(0, 20)}\t${key.slice(20)}`,
  `"${key}"`,
  `${key},${key}`,
  `%${key.charCodeAt(0).toString(16)}${key.slice(1)}`,
];

// RFC 8725 §3.12, ASVS 9.2.2, 7.4.1
describe('An API key', () => {
  let world: World;
  let ada: Person;
  let program: Program;

  beforeAll(async () => {
    world = await World.open({ env: { OAUTH_CLIENTS: `billing:${SECRET}` } });
  });
  beforeEach(async () => {
    ada = await world.person().signedIn();
    program = await Program.of(ada, world);
    expect(await program.verdict()).toEqual([200, undefined]); // and so it is in memory
  });
  afterAll(() => world.close());

  it('is believed in one spelling only', async () => {
    for (const other of respellings(program.key)) {
      const [status] = await verdictOn(other, world);
      expect([other, status]).toEqual([other, 401]);
    }
  });

  it('stays dead in every spelling, once it is revoked', async () => {
    await ada.sends('DELETE', `/api-keys/${program.id}`);
    for (const text of [program.key, ...respellings(program.key)]) {
      const [status] = await verdictOn(text, world);
      expect([text, status]).toEqual([text, 401]);
    }
  });

  it('is not read from the query, from a body or from another header', async () => {
    for (const name of ['access_token', 'api_key', 'key', 'token']) {
      const { status, body } = await world.get(`/me?${name}=${program.key}`);
      expect([name, status, body.code]).toEqual([name, 401, 'auth.tokenMissing']);
    }
    for (const name of ['x-api-key', 'api-key', 'apikey', 'x-csrf-token']) {
      const { status, body } = await world.get('/me', { headers: { [name]: program.key } });
      expect([name, status, body.code]).toEqual([name, 401, 'auth.tokenMissing']);
    }
    const basic = Buffer.from(`${program.key}:`).toString('base64');
    for (const authorization of [`Basic ${basic}`, `Token ${program.key}`, `ApiKey ${program.key}`])
      expect((await world.get('/me', { headers: { authorization } })).status).toBe(401);
  });

  it('is refused in the cookies, of which it would need no CSRF token', async () => {
    const headers = { cookie: `sallyport_access=${program.key}` };
    for (const [method, path] of [
      ['GET', '/me'],
      ['POST', '/logout'],
      ['GET', '/reports'],
    ] as const) {
      const { status, body } = await world.send(method, path, { headers });
      expect([method, path, status, body.code]).toEqual([method, path, ...INVALID]);
    }
    const page = new BrowserPage(world);
    await page.signsIn(ada.email);
    const refresh = await page.sends('POST', '/refresh', undefined, {
      cookie: `sallyport_refresh=${program.key}`,
    });
    expect([refresh.status, refresh.body.code]).toEqual([400, 'token.refreshInvalid']);
  });

  it('is refused as a refresh token', async () => {
    for (const key of [program.key, program.key.replace('sp_key_', 'sp_rt_').slice(0, -6)]) {
      const { status, body } = await world.post('/refresh', { refresh_token: key });
      expect([status, body.code]).toEqual([400, 'token.refreshInvalid']);
      const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: key });
      expect((await world.post('/token', form)).body.error).toBe('invalid_grant');
    }
  });

  it('is refused as a password, and as a mailed token', async () => {
    const { status } = await world.post('/login', { email: ada.email, password: program.key });
    expect(status).toBe(401);
    const reset = { token: program.key, newPassword: 'nine lives and a tail of silver' };
    expect((await world.post('/reset-password', reset)).body.code).toBe('oneTimeToken.invalid');
  });

  it('is refused as the secret of a client', async () => {
    const body = { token: ada.accessToken, client_id: 'billing', client_secret: program.key };
    expect((await world.post('/introspect', body)).body.error).toBe('invalid_client');
    const authorization = `Basic ${Buffer.from(`billing:${program.key}`).toString('base64')}`;
    const answer = await world.post('/introspect', { token: ada.accessToken }, { authorization });
    expect(answer.body.error).toBe('invalid_client');
  });

  it('is not its id, nor its digest', async () => {
    expect(await verdictOn(program.id, world)).toEqual(INVALID);
    expect(await verdictOn(`sp_key_${program.id}`, world)).toEqual(INVALID);
  });

  it('with a wrong checksum is refused before anybody looks for it', async () => {
    const find = jest.spyOn(world.provider(DataSource).manager, 'findOneBy');
    const last = program.key.endsWith('0') ? '1' : '0';
    expect(await verdictOn(program.key.slice(0, -1) + last, world)).toEqual(INVALID);
    expect(find).not.toHaveBeenCalled();
    find.mockRestore();
  });
});
