import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { crowdLogin, CROWD, makeCrowd, spreadOver } from './crowd.mjs';
import { Load, only } from './load.mjs';
import { forEach, post } from './people.mjs';
import { inTurns, ratios, readings } from './rounds.mjs';
import { newFolder, startServer } from './server.mjs';

const JSON_TYPE = { 'content-type': 'application/json' };
const CONNECTIONS = 4;
const REPLAYS = { REFRESH_REPLAY_WINDOW: '60s' };

const KINDS = {
  'sign-in': 'sign-in',
  refresh: 'refresh',
  authenticated: 'authenticated request (`GET /me`)',
};

/**
 * The same requests of a small crowd and of a large one, in turns.
 *
 * @param sizes numbers of users; the first is what the others are compared with
 * @param postgres the address of a server to make databases on; without it, SQLite
 */
export async function growth(sizes, { short, tell, postgres }) {
  const pace = short ? { rounds: 1, seconds: 2, people: 12 } : { rounds: 5, seconds: 2, people: 200 };
  const load = new Load();
  const crowds = [];
  try {
    for (const size of sizes) crowds.push(await makeServer(size, pace.people, postgres, tell));
    const asks = {};
    for (const crowd of crowds)
      for (const kind of Object.keys(KINDS))
        asks[`${kind} ${crowd.size}`] = () => ask(load, crowd, kind, pace.seconds);
    const results = await inTurns(pace.rounds, asks, (round) => tell(`round ${round} of ${pace.rounds}`));
    for (const crowd of crowds) crowd.memory = crowd.server.memory();
    return reportOf(results, crowds, pace, postgres);
  } finally {
    await Promise.all([load.stop(), ...crowds.map(({ server }) => server.stop())]);
    await Promise.all(crowds.map(({ drop }) => drop?.()));
  }
}

/** @param count of those who sign in, and of others who refresh */
async function makeServer(size, count, postgres, tell) {
  const folder = newFolder();
  const database = postgres ? await newDatabase(postgres) : {};
  const env = { ...REPLAYS, ...(database.url && { DATABASE_URL: database.url }) };
  await (await startServer(folder, { env })).stop(); // tables, keys and roles
  const began = performance.now();
  await makeCrowd(postgres ? { url: database.url } : { folder }, size);
  const seconds = (performance.now() - began) / 1000;
  const bytes = postgres ? await database.size() : statSync(join(folder, 'sallyport.sqlite')).size;
  tell(`${inWords(size)} users made in ${seconds.toFixed(0)} s, ${(bytes / 2 ** 20).toFixed(0)} MB`);
  const server = await startServer(folder, { env });
  const people = spreadOver(size, 2 * count);
  const logins = people.filter((_, index) => index % 2 === 0);
  const sessions = await forEach(count, (index) =>
    post(server.url, '/login', crowdLogin(people[2 * index + 1])),
  );
  return { size, server, logins, sessions, seconds, bytes, drop: database.drop };
}

async function newDatabase(url) {
  const name = `sallyport_bench_${randomBytes(6).toString('hex')}`;
  const own = new URL(url);
  own.pathname = `/${name}`;
  const run = async (sql) => {
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query(sql).finally(() => client.end());
    return rows;
  };
  for (const { datname } of await run(
    "SELECT datname FROM pg_database WHERE datname LIKE 'sallyport_bench_%'",
  ))
    await run(`DROP DATABASE "${datname}"`).catch(() => undefined); // of a bench that was interrupted; or it is in use
  await run(`CREATE DATABASE ${name}`);
  return {
    url: own.href,
    size: async () => Number((await run(`SELECT pg_database_size('${name}') AS bytes`))[0].bytes),
    drop: () => run(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function ask(load, { server, logins, sessions }, kind, seconds) {
  const work = {
    'sign-in': () => ({
      requests: logins.map((number) => ({
        method: 'POST',
        path: '/login',
        headers: JSON_TYPE,
        body: JSON.stringify(crowdLogin(number)),
      })),
    }),
    refresh: () => ({
      chains: { path: '/refresh', tokens: sessions.map(({ refresh_token }) => refresh_token) },
    }),
    authenticated: () => ({
      requests: sessions.map(({ access_token }) => ({
        path: '/me',
        headers: { authorization: `Bearer ${access_token}` },
      })),
    }),
  };
  const job = { url: server.url, seconds, connections: CONNECTIONS, ...work[kind]() };
  const { p50, p99, perSecond } = only(await load.run(job), 200).byStatus[200];
  return { p50, p99, perSecond };
}

const inWords = (size) =>
  size >= 1e6 ? `${size / 1e6} million` : size >= 1e3 ? `${size / 1e3} thousand` : `${size}`;

function reportOf(results, crowds, { rounds, seconds, people }, postgres) {
  const [small, ...larger] = crowds;
  const pairs = (kind, { size }) =>
    results.map((round) => ({ a: round[`${kind} ${size}`], b: round[`${kind} ${small.size}`] }));
  const compared = (kind, crowd, name) => ({
    what: `${name} of ${kind}, ${inWords(crowd.size)} users / ${inWords(small.size)}`,
    ...ratios(pairs(kind, crowd), (result) => result[name]),
    ...(name === 'p50' && { atMost: 1.5 }),
  });
  return {
    method: `${CROWD} Those who ask are ${2 * people}, spread from the first user to the last, on ${CONNECTIONS} connections; ${postgres ? 'PostgreSQL with its defaults, on this machine, its own processes on whatever core' : 'SQLite in the server’s process'}. The servers run side by side and take turns; ${rounds} rounds of ${seconds} s for each kind of request.`,
    measures: larger.flatMap((crowd) => [
      ...Object.keys(KINDS).flatMap((kind) => ['p50', 'p99'].map((name) => compared(kind, crowd, name))),
      {
        what: `resident memory, ${inWords(crowd.size)} users / ${inWords(small.size)}`,
        text: (crowd.memory / small.memory).toFixed(2),
        budget: '≤ 1.25',
        met: crowd.memory / small.memory <= 1.25,
      },
    ]),
    details: [
      ['users', 'request', 'p50', 'p99', 'a second', 'memory', 'database', 'made in'],
      ...crowds.flatMap((crowd) =>
        Object.entries(KINDS).map(([kind, name]) => rowOf(crowd, kind, name, pairs)),
      ),
    ],
  };
}

function rowOf(crowd, kind, name, pairs) {
  const read = (what, digits) =>
    readings(pairs(kind, crowd), 'a', (result) => result[what]).median.toFixed(digits);
  return [
    inWords(crowd.size),
    name,
    `${read('p50', 2)} ms`,
    `${read('p99', 1)} ms`,
    read('perSecond', 0),
    `${crowd.memory?.toFixed(0)} MB`,
    `${(crowd.bytes / 2 ** 20).toFixed(0)} MB`,
    `${crowd.seconds.toFixed(0)} s`,
  ];
}
