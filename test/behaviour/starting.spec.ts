import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PASSWORD } from '../support/person.js';
import { newFolder, run, Server, settingsIn } from '../support/server.js';
import { onPostgres, store } from '../support/store.js';

const KEY = Buffer.alloc(32, 7).toString('base64');

describe('npm start', () => {
  it('needs nothing: it makes a database, a master key and a signing key, and tells where it listens', async () => {
    const server = await Server.start({ env: { LOG_FORMAT: 'pretty' } });
    expect(server.output).toContain(`API         ${server.url}`);
    expect(server.output).toContain(`Swagger UI  ${server.url}/docs`);
    expect(server.output).toContain(`JWKS        ${server.url}/.well-known/jwks.json`);
    expect(server.output).toContain('No MASTER_KEY is set');
    expect(existsSync(join(server.folder, 'data', 'sallyport.sqlite-wal'))).toBe(!onPostgres);
    expect(statSync(join(server.folder, 'data', 'master.key')).mode & 0o777).toBe(0o600);
    expect((await server.get('/.well-known/jwks.json')).body.keys).toHaveLength(1);
    await server.close();
  });

  it('reuses everything the second time', async () => {
    const first = await Server.start();
    const { body } = await first.post('/register', { email: 'ada@example.com', password: PASSWORD });
    const keys = (await first.get('/.well-known/jwks.json')).body;
    const login = await first.post('/login', { email: 'ada@example.com', password: PASSWORD });
    await first.stop();
    const second = await Server.start({ folder: first.folder, env: { PUBLIC_URL: first.url } });
    expect((await second.get('/.well-known/jwks.json')).body).toEqual(keys);
    const me = await second.get('/me', { headers: { authorization: `Bearer ${login.body.access_token}` } });
    expect(me.body.id).toBe(body.id);
    await second.close();
  });

  it('finishes what it accepted before it ends', async () => {
    const server = await Server.start();
    const registrations = Array.from({ length: 8 }, (_, number) =>
      server.post('/register', { email: `person${number}@example.com`, password: PASSWORD }),
    );
    await new Promise((soon) => setTimeout(soon, 30));
    server.signal('SIGTERM');
    const answers = await Promise.allSettled(registrations);
    const { code } = await server.finished;
    expect(code).toBe(0);
    const again = await Server.start({ folder: server.folder });
    for (const answer of answers) {
      if (answer.status !== 'fulfilled' || answer.value.status !== 201) continue;
      const login = await again.post('/login', { email: answer.value.body.email, password: PASSWORD });
      expect(login.status).toBe(200);
    }
    expect(answers.some((answer) => answer.status === 'fulfilled' && answer.value.status === 201)).toBe(true);
    await again.close();
  });

  it('refuses a database whose keys were sealed with another master key', async () => {
    const server = await Server.start({ env: { MASTER_KEY: KEY } });
    await server.stop();
    const other = {
      ...(await settingsIn(server.folder)),
      PORT: '0',
      MASTER_KEY: Buffer.alloc(32, 8).toString('base64'),
    };
    const { code, stderr } = await run('main.js', [], other);
    expect(code).toBe(1);
    expect(stderr).toContain('was sealed with another master key');
  });

  it('takes the master key from a file', async () => {
    const folder = newFolder();
    const file = join(folder, 'key');
    writeFileSync(file, `${KEY}\n`);
    const server = await Server.start({ folder, env: { MASTER_KEY_FILE: file } });
    expect(existsSync(join(folder, 'data', 'master.key'))).toBe(false);
    await server.close();
  });

  it('keeps no private key, password or token in clear in the database', async () => {
    const server = await Server.start();
    await server.post('/register', { email: 'ada@example.com', password: PASSWORD });
    const { body } = await server.post('/login', {
      email: 'ada@example.com',
      password: PASSWORD,
      token_format: 'opaque',
    });
    await server.stop();
    const bytes = await store.contentOf(server.folder);
    for (const secret of [PASSWORD, body.access_token, body.refresh_token, 'PRIVATE KEY', '"d":']) {
      expect([secret.slice(0, 12), bytes.includes(secret)]).toEqual([secret.slice(0, 12), false]);
    }
    expect(bytes).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  });
});

describe('A start in production', () => {
  const refusal = async (env: Record<string, string>) => {
    const { code, stderr } = await run('main.js', [], {
      ...(await settingsIn(newFolder())),
      NODE_ENV: 'production',
      PORT: '0',
      ...env,
    });
    expect(code).toBe(1);
    return stderr;
  };

  it('is refused without a master key and an https address, and all faults are told together', async () => {
    const stderr = await refusal({
      JWT_ALG: 'HS256',
      ACCESS_TOKEN_TTL: '2h',
      PORT: 'x',
      PASSWORD_MIN_LENGTH: '7',
      CORS_ORIGINS: '*',
    });
    expect(stderr).toContain('MASTER_KEY or MASTER_KEY_FILE is required in production');
    expect(stderr).toContain('ACCESS_TOKEN_TTL must be at most 60m');
    expect(stderr).toContain('PASSWORD_MIN_LENGTH must be at least 8');
    expect(stderr).toContain('JWT_ALG=HS256 needs JWT_SECRET');
    expect(stderr).toContain('CORS_ORIGINS');
    expect(stderr).toContain('PORT must be a whole number');
    expect(stderr).toContain('PUBLIC_URL must be set'); // also where another setting of its section cannot be read
    expect(stderr).not.toContain('    at ');
    expect(await refusal({ MASTER_KEY: KEY })).toContain('PUBLIC_URL must be set to an https:// origin');
    expect(await refusal({ MASTER_KEY: 'short', PUBLIC_URL: 'https://auth.example.com' })).toContain(
      'at least 32 bytes',
    );
  });

  it('works with them', async () => {
    const env = { NODE_ENV: 'production', MASTER_KEY: KEY, PUBLIC_URL: 'https://auth.example.com' };
    const server = await Server.start({ env });
    expect((await server.get('/.well-known/oauth-authorization-server')).body.issuer).toBe(
      'https://auth.example.com',
    );
    await server.close();
  });
});

describe('The first administrator', () => {
  it('is made from ADMIN_EMAIL and ADMIN_PASSWORD_FILE at the first start, and only then', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'secrets'));
    const file = join(folder, 'secrets', 'password');
    writeFileSync(file, `${PASSWORD}\n`);
    chmodSync(file, 0o600);
    const env = { ADMIN_EMAIL: 'root@example.com', ADMIN_PASSWORD_FILE: file };
    const first = await Server.start({ folder, env });
    const { body } = await first.post('/login', { email: 'root@example.com', password: PASSWORD });
    expect(
      (await first.get('/reports', { headers: { authorization: `Bearer ${body.access_token}` } })).status,
    ).toBe(200);
    await first.stop();
    const second = await Server.start({ folder, env: { ...env, ADMIN_EMAIL: 'other@example.com' } });
    expect((await second.post('/login', { email: 'other@example.com', password: PASSWORD })).status).toBe(
      401,
    );
    await second.close();
  });

  it('is refused with a password that breaks the policy, in a sentence', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'password'), 'short');
    const env = { ADMIN_EMAIL: 'root@example.com', ADMIN_PASSWORD_FILE: join(folder, 'password') };
    const { code, stderr } = await run('main.js', [], { ...(await settingsIn(folder)), PORT: '0', ...env });
    expect([code, stderr.trim()]).toEqual([1, 'password must have at least 15 characters.']);
  });
});
