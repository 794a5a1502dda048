// better-auth as its documentation has it fastest: on node:http, better-sqlite3, the session cached in the cookie
// (guides/optimizing-for-performance: "Cookie Cache"), joins on, and neither rate limits nor telemetry. Not with
// `secondaryStorage`: in that, a sign-in would not be durable.
import { createServer } from 'node:http';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node';
import Database from 'better-sqlite3';
import { passwordHash } from './password-hash.mjs';

const { PORT, DATABASE_PATH, BENCH_HASH } = process.env;
const database = new Database(DATABASE_PATH);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL'); // its driver's default with WAL is NORMAL, which may lose what it answered for
const own = passwordHash(BENCH_HASH); // of itself it has scrypt

const options = {
  database,
  baseURL: `http://127.0.0.1:${PORT}`,
  secret: 'a secret of the bench, thirty-two bytes or more',
  emailAndPassword: {
    enabled: true,
    autoSignIn: false, // signing up opens no session with the others either
    ...(own && { password: { hash: own.hash, verify: ({ hash, password }) => own.verify(hash, password) } }),
  },
  // A request that passes by the cache renews the session: that is what is measured as renewing.
  session: { updateAge: 0, cookieCache: { enabled: true, maxAge: 3600, strategy: 'compact' } },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { level: 'error' },
  experimental: { joins: true },
};
const { runMigrations } = await getMigrations(options);
await runMigrations();
const auth = betterAuth(options);
const handle = toNodeHandler(auth);

createServer(async (request, response) => {
  if (request.url !== '/me') return handle(request, response);
  const session = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
  const { id, email, name } = session?.user ?? {};
  const text = session
    ? { id, email, username: 'ada', displayName: name, roles: ['user'] }
    : { message: 'Unauthorized' };
  response.writeHead(session ? 200 : 401, { 'content-type': 'application/json' });
  response.end(JSON.stringify(text));
}).listen(Number(PORT), '127.0.0.1', () => process.stdout.write('ready\n'));
process.on('disconnect', () => process.exit());
