import { World } from '../support/world.js';

describe('Every answer', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open({ env: { CORS_ORIGINS: 'https://app.example.com' } });
  });
  afterAll(() => world.close());

  it.each(['/me', '/nowhere', '/docs', '/openapi.json'])(
    'carries the defensive headers: %s',
    async (path) => {
      const { headers } = await world.get(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('cache-control')).toContain('no-store');
      expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull();
    },
  );

  it('may be cached where it is the JWKS or the metadata', async () => {
    for (const path of ['/.well-known/jwks.json', '/.well-known/oauth-authorization-server']) {
      expect((await world.get(path)).headers.get('cache-control')).toBe('public, max-age=300');
    }
  });

  it('asks for https from then on, where it came by https', async () => {
    expect((await world.get('/me')).headers.get('strict-transport-security')).toBeNull();
    const https = await World.open({ env: { PUBLIC_URL: 'https://auth.example.com' } });
    expect((await https.get('/me')).headers.get('strict-transport-security')).toBe(
      'max-age=31536000; includeSubDomains',
    );
    await https.close();
  });

  it('opens itself to configured origins only', async () => {
    const asked = async (origin: string) =>
      (
        await world.send('OPTIONS', '/login', {
          headers: { origin, 'access-control-request-method': 'POST' },
        })
      ).headers;
    const allowed = await asked('https://app.example.com');
    expect(allowed.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(allowed.get('access-control-allow-credentials')).toBe('true');
    for (const origin of ['https://evil.example', 'null', 'https://app.example.com.evil.example']) {
      expect((await asked(origin)).get('access-control-allow-origin')).toBeNull();
    }
  });

  it('opens itself to nobody until origins are configured', async () => {
    const closed = await World.open();
    const { headers } = await closed.get('/me', { headers: { origin: 'https://app.example.com' } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    await closed.close();
  });

  it('takes its own address from configuration, whatever Host says', async () => {
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
    };
    const { body } = await world.get('/.well-known/oauth-authorization-server', { headers });
    expect(body.issuer).toBe('http://localhost:3000');
    expect(JSON.stringify(body)).not.toContain('evil');
    const ada = await world.person().registered();
    await ada.signsIn();
    expect(ada.claims.iss).toBe('http://localhost:3000');
  });
});
