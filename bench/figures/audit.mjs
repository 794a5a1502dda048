import { CORES } from '../support/cores.mjs';
import { Load, only } from '../support/load.mjs';
import { loginOf, register, signIn } from '../support/people.mjs';
import { interleaved, ratios, readings } from '../support/rounds.mjs';
import { newFolder, program, startServer } from '../support/server.mjs';

export const title = 'Sign-ins and refreshes with an audit log, against a server that records nothing';

const CONNECTIONS = 8 * CORES.serverCount;
const CHAINS = 16;
/** A round ends in the middle of some exchanges: their answers are asked for again in the next one. */
const ENV = { REFRESH_REPLAY_WINDOW: '60s', HASH_WORKERS: String(CORES.serverCount) };

export async function measure({ short, tell }) {
  const { rounds, seconds, people } = short
    ? { rounds: 1, seconds: 1, people: 20 }
    : { rounds: 7, seconds: 5, people: 300 };
  const [recording, silent] = await Promise.all([ready(people), ready(people, 'server-without-audit')]);
  const load = new Load();
  const signIns = await interleaved(
    rounds,
    () => signInsOf(recording, load, people, seconds),
    () => signInsOf(silent, load, people, seconds),
    (round, { a, b }) => tell(`round ${round}: ${perSecond(a)} sign-ins/s, ${perSecond(b)} without records`),
  );
  // Opened now: each sign-in above ended the oldest of a person's twenty sessions.
  for (const side of [recording, silent]) side.tokens = await refreshTokens(side.server.url);
  const refreshes = await interleaved(
    rounds,
    () => refreshesOf(recording, load, seconds),
    () => refreshesOf(silent, load, seconds),
    (round, { a, b }) => tell(`round ${round}: ${perSecond(a)} refreshes/s, ${perSecond(b)} without records`),
  );
  await Promise.all([load.stop(), recording.server.stop(), silent.server.stop()]);
  return {
    method: `Two servers on SQLite, one with the built AuditLog, one whose AuditLog writes nothing. A sign-in is one record, which is chained within a second; a refresh is none. ${CONNECTIONS} connections sign in, ${CHAINS} sessions refresh. ${rounds} rounds of ${seconds} s each.`,
    measures: [
      { what: 'sign-ins a second, with / without', ...ratios(signIns, rate) },
      {
        what: 'processor time of a sign-in, without / with',
        ...ratios(signIns, ({ cpuPerAnswer }) => 1 / cpuPerAnswer),
      },
      { what: 'refreshes a second, with / without', ...ratios(refreshes, rate) },
    ],
    details: [
      ['sign-ins/s', 'without', 'refreshes/s', 'without'],
      [signIns, refreshes].flatMap((pairs) =>
        ['a', 'b'].map((side) => readings(pairs, side, rate).median.toFixed(1)),
      ),
    ],
  };
}

async function ready(people, file) {
  const server = await startServer(newFolder(), { env: ENV, ...(file && { file: program(file) }) });
  await register(server.url, people);
  return { server };
}

const refreshTokens = async (url) => (await signIn(url, CHAINS)).map(({ refresh_token }) => refresh_token);

async function signInsOf({ server }, load, people, seconds) {
  const requests = Array.from({ length: people }, (_, number) => ({
    method: 'POST',
    path: '/login',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(loginOf(number)),
  }));
  const job = { url: server.url, seconds, connections: CONNECTIONS, requests };
  return only(await load.measure(server, job), 200);
}

async function refreshesOf({ server, tokens }, load, seconds) {
  const chain = { path: '/refresh', tokens };
  return only(await load.measure(server, { url: server.url, seconds, connections: CHAINS, chain }), 200);
}

const rate = ({ byStatus }) => byStatus[200].perSecond;
const perSecond = (side) => rate(side).toFixed(1);
