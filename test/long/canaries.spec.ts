import type { Answer, Call } from '../support/client.js';
import { Inbox } from '../support/inbox.js';
import { Server } from '../support/server.js';
import { TraceCollector } from '../support/trace-collector.js';

const SETTINGS = {
  MASTER_KEY: Buffer.from('canary-master-key-of-32-bytes-ok').toString('base64'),
  JWT_SECRET: 'canary-jwt-secret-of-32-bytes-or-more',
  OAUTH_SECRET: 'canary-client-secret-of-24-characters',
  METRICS_TOKEN: 'canary-metrics-token',
};
const PASSWORD = 'canary battery staple horse';
const NEW_PASSWORD = 'canary paperclip donkey saddle';

/** A text in every way in which it might be written. */
const spellings = (secret: string): string[] => {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString('hex'),
    JSON.stringify(secret).slice(1, -1),
  ].concat(
    [0, 1, 2].map((shift) => {
      // In base64 of a longer text it may begin at any of three places; its ends depend on what stands beside it.
      const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
      return encoded.slice(shift === 0 ? 0 : 4, -4);
    }),
  );
};

const leaksIn = (text: string, secrets: ReadonlyMap<string, string>): string[] =>
  [...secrets].flatMap(([name, secret]) =>
    spellings(secret).some(
      (spelling) =>
        text.includes(spelling) || text.includes(spelling.replaceAll('+', '-').replaceAll('/', '_')),
    )
      ? [name]
      : [],
  );

describe.each(['json', 'pretty'])('What a server tells of itself (%s)', (LOG_FORMAT) => {
  const secrets = new Map<string, string>([
    ...Object.entries(SETTINGS),
    ['password', PASSWORD],
    ['new password', NEW_PASSWORD],
  ]);
  const collector = TraceCollector.open();
  const inbox = Inbox.open();
  let server: Server;
  let refusals = '';
  let metrics = '';

  const keep = (name: string, secret: unknown): string => {
    secrets.set(name, String(secret));
    return String(secret);
  };
  const sends = async (method: string, path: string, call: Call = {}): Promise<Answer> => {
    const answer = await server.send(method, path, call);
    if (answer.status >= 400) refusals += JSON.stringify([answer.body, [...answer.headers]]);
    return answer;
  };
  const bearer = (token: unknown) => ({ authorization: `Bearer ${String(token)}` });

  beforeAll(async () => {
    const { OAUTH_SECRET, ...own } = SETTINGS;
    server = await Server.start({
      env: {
        ...own,
        JWT_ALG: 'HS256',
        OAUTH_CLIENTS: `billing:${OAUTH_SECRET}`,
        LOG_FORMAT,
        LOG_LEVEL: 'debug',
        LOG_REQUESTS: 'log',
        METRICS: 'on',
        SMTP_URL: (await inbox).url,
        OTEL_EXPORTER_OTLP_ENDPOINT: (await collector).url,
        OTEL_BSP_SCHEDULE_DELAY: '200',
      },
    });
    await everythingWithSecrets();
    metrics = String((await server.get('/metrics', { headers: bearer(SETTINGS.METRICS_TOKEN) })).body);
    await server.stop();
  });
  afterAll(async () => {
    await server.close();
    await (await collector).close();
    await (await inbox).close();
  });

  async function everythingWithSecrets(): Promise<void> {
    const email = 'ada@example.com';
    await sends('POST', '/register', { body: { email, password: PASSWORD } });
    for (const token_format of ['jwt', 'opaque']) {
      const { body } = await sends('POST', '/login', { body: { email, password: PASSWORD, token_format } });
      const access = keep(`${token_format} access token`, body.access_token);
      const refresh = keep(`${token_format} refresh token`, body.refresh_token);
      await sends('GET', `/me?access_token=${access}`, { headers: bearer(access) });
      await sends('GET', `/nowhere/${access}?password=${encodeURIComponent(PASSWORD)}`);
      await sends('GET', `/%ZZ${refresh}`);
      await sends('DELETE', `/sessions/${access}`, { headers: bearer(access) });
      const next = await sends('POST', '/refresh', { body: { refresh_token: refresh } });
      keep(`${token_format} next refresh token`, next.body.refresh_token);
      await sends('POST', '/refresh', { body: { refresh_token: `${refresh}x` } });
      await sends('GET', '/me', { headers: bearer(`${access}x`) });
      const authorization = `Basic ${Buffer.from(`billing:${SETTINGS.OAUTH_SECRET}`).toString('base64')}`;
      const form = { headers: { authorization }, body: new URLSearchParams({ token: access }) };
      await sends('POST', '/introspect', form);
      await sends('POST', '/revoke', form);
    }
    const again = await sends('POST', '/login?useCookies=true', { body: { email, password: PASSWORD } });
    for (const [name, cookie] of Object.entries(again.setCookies))
      keep(`cookie ${name}`, cookie.slice(name.length + 1).split(';')[0]);
    const cookie = Object.values(again.setCookies)
      .map((one) => one.split(';')[0])
      .join('; ');
    await sends('GET', '/me', { headers: { cookie } });
    await sends('POST', '/logout', { headers: { cookie } }); // without a CSRF token
    const { body } = await sends('POST', '/login', { body: { email, password: PASSWORD } });
    const headers = bearer(keep('last access token', body.access_token));
    const key = await sends('POST', '/api-keys', { headers, body: { name: 'backup' } });
    await sends('GET', '/me', { headers: bearer(keep('API key', key.body.key)) });
    await sends('POST', '/login', { body: `{"email": "${email}", "password": "${PASSWORD}"` });
    await sends('POST', '/login', { body: { email, password: [PASSWORD] } });
    await sends('POST', '/token', { body: new URLSearchParams({ username: email, password: NEW_PASSWORD }) });
    await sends('GET', '/metrics', { headers: bearer(`${SETTINGS.METRICS_TOKEN}x`) });
    await sends('POST', '/recover', { body: { email } });
    const { mail } = await (await inbox).next({ to: email });
    const token = keep('reset token', /#token=(\S+)/.exec(mail.text ?? '')?.[1]);
    await sends('POST', '/reset-password', { body: { token: `${token}x`, newPassword: NEW_PASSWORD } });
    await sends('POST', '/reset-password', { body: { token, newPassword: NEW_PASSWORD } });
    await sends('POST', '/login', { body: { email, password: NEW_PASSWORD } });
  }

  it('was asked with secrets of every kind, and had much to tell', async () => {
    expect([...secrets].filter(([, secret]) => secret.length < 16 || secret === 'undefined')).toEqual([]);
    expect(secrets.size).toBeGreaterThan(16);
    expect(server.output).toContain('POST /reset-password 204');
    expect(metrics).toContain('sallyport_sign_ins_total{outcome="succeeded"} 5');
    const names = (await collector).spans.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['POST /login', 'password hash', 'database transaction', 'send mail']),
    );
  });

  it('finds a planted secret in each spelling', () => {
    for (const spelling of spellings(PASSWORD))
      expect(leaksIn(`xx ${spelling} yy`, secrets)).toEqual(['password']);
    const inside = Buffer.from(`billing:${SETTINGS.OAUTH_SECRET}:more`).toString('base64');
    expect(leaksIn(inside, secrets)).toEqual(['OAUTH_SECRET']);
  });

  it('holds none of them: the log, the metrics, the traces, the refusals', async () => {
    expect(leaksIn(server.output, secrets)).toEqual([]);
    expect(leaksIn(metrics, secrets)).toEqual([]);
    expect(leaksIn((await collector).raw, secrets)).toEqual([]);
    expect(leaksIn(refusals, secrets)).toEqual([]);
  });

  it('hangs together: what a request did is in its trace, past its body', async () => {
    const { spans } = await collector;
    const hash = spans.find(({ name }) => name === 'password hash');
    const parent = spans.find(({ spanId }) => spanId === hash?.parentSpanId);
    expect(parent?.name).toMatch(/^POST \/(register|login)$/);
    expect(parent?.traceId).toBe(hash?.traceId);
  });
});
