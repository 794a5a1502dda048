import { loadConfiguration } from '../../src/platform/config/index.js';
import { sections } from '../../src/configuration.js';
import { World } from '../support/world.js';

const TOKEN = 'prometheus-knows-this-one';

describe('The metrics', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open({ env: { METRICS: 'on', METRICS_TOKEN: TOKEN } });
  });
  afterAll(() => world.close());

  const text = async () =>
    String((await world.get('/metrics', { headers: { authorization: `Bearer ${TOKEN}` } })).body);
  /** The value of a time series, or undefined. */
  const valueOf = async (series: string) => {
    const line = (await text()).split('\n').find((one) => one.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  };
  /** By how much a time series grows while something happens. */
  const growth = async (series: string, happening: () => Promise<unknown>) => {
    const before = await valueOf(series);
    await happening();
    return (await valueOf(series))! - before!;
  };

  it('count sign-ins by how they ended, each once', async () => {
    const ada = await world.person().registered();
    const signIn = (password: string) => world.post('/login', { email: ada.email, password });
    const series = (outcome: string) => `sallyport_sign_ins_total{outcome="${outcome}"}`;
    expect(await growth(series('succeeded'), () => signIn(ada.password))).toBe(1);
    expect(await growth(series('refused'), () => signIn('a wrong password'))).toBe(1);
    expect(await growth(series('refused'), () => signIn(ada.password))).toBe(0);
    const grant = { grant_type: 'password', username: ada.email, password: ada.password };
    expect(await growth(series('succeeded'), () => world.post('/token', grant))).toBe(1);
    expect([await valueOf(series('limited')), await valueOf(series('failed'))]).toEqual([0, 0]);
  });

  it('count refreshes by what became of the token', async () => {
    const ada = await world.person().signedIn();
    const first = ada.refreshToken;
    const series = (outcome: string) => `sallyport_refreshes_total{outcome="${outcome}"}`;
    expect(await growth(series('rotate'), () => ada.refreshes())).toBe(1);
    expect(await growth(series('rotate'), () => ada.refreshes())).toBe(1);
    expect(await growth(series('reuse'), () => ada.refreshes(first))).toBe(1);
    expect(await growth(series('unknown'), () => ada.refreshes('nonsense'))).toBe(1);
  });

  it('tell of the hashes that wait, of what is revoked, of mails and of the process', async () => {
    const waits = 'sallyport_password_hash_wait_seconds_count';
    const ada = world.person();
    expect(await growth(waits, () => ada.registered())).toBeGreaterThanOrEqual(1);
    await ada.signsIn();
    expect(await growth('sallyport_revocation_index_entries', () => ada.signsOut())).toBe(1);
    expect(await valueOf('sallyport_revocation_feed_age_seconds')).toBeLessThan(60);
    expect(await valueOf('sallyport_password_hash_queue_length')).toBe(0);
    expect(await valueOf('sallyport_password_hash_refused_total')).toBe(0);
    expect(await valueOf('sallyport_mails_waiting')).toBeGreaterThanOrEqual(0);
    expect(await text()).toContain('nodejs_eventloop_lag_p99_seconds ');
  });

  it('measure requests by the template of the route, and hold nothing that a stranger wrote', async () => {
    const ada = await world.person('marked-person').signedIn();
    await ada.sends('DELETE', '/sessions/marked-session');
    for (const path of ['/marked-path', '/marked@example.com?token=marked', '/%00marked', '/me/marked'])
      await world.get(path);
    await world.send('PROPFIND', '/marked');
    await new Promise((logged) => setTimeout(logged, 50));
    const all = await text();
    expect(all).toMatch(
      /http_request_duration_seconds_count\{method="DELETE",route="\/sessions\/:id",status="404"\}/,
    );
    expect(all).toMatch(/http_request_duration_seconds_count\{method="GET",route="none",status="404"\} \d/);
    expect(all).toMatch(/http_request_duration_seconds_count\{method="other",route="none",status="404"\} 1/);
    expect(all).not.toMatch(/marked|@/);
  });

  it('are for who knows the token', async () => {
    for (const authorization of ['', `Bearer ${TOKEN}x`, 'Bearer', `Basic ${TOKEN}`]) {
      const { status, body } = await world.get('/metrics', { headers: { authorization } });
      expect([status, body.code]).toEqual([401, 'metrics.tokenInvalid']);
    }
  });

  it('are not there unless they are asked for', async () => {
    const silent = await World.open();
    expect((await silent.get('/metrics')).status).toBe(404);
    await silent.close();
  });

  it('are not open to everybody in production', () => {
    const production = { NODE_ENV: 'production', PUBLIC_URL: 'https://auth.example.com', METRICS: 'on' };
    expect(() => loadConfiguration(production, sections)).toThrow('METRICS=on needs METRICS_TOKEN');
    expect(() => loadConfiguration({ ...production, METRICS_TOKEN: TOKEN }, sections)).not.toThrow(/METRICS/);
  });
});
