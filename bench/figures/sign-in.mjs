import { CORES } from '../support/cores.mjs';
import { Load, only } from '../support/load.mjs';
import { loginOf, register } from '../support/people.mjs';
import { Program } from '../support/program.mjs';
import { interleaved, ratios, readings } from '../support/rounds.mjs';
import { newFolder, program, startServer } from '../support/server.mjs';

export const title = 'Sign-ins against a bare loop of the same hash on the same cores';

const CONNECTIONS = 8 * CORES.serverCount;

export async function measure({ short, tell }) {
  const { rounds, seconds, people } = short
    ? { rounds: 1, seconds: 1, people: 20 }
    : { rounds: 7, seconds: 5, people: 300 };
  const workers = CORES.serverCount;
  const server = await startServer(newFolder(), { env: { HASH_WORKERS: String(workers) } });
  await register(server.url, people);
  const requests = Array.from({ length: people }, (_, number) => ({
    method: 'POST',
    path: '/login',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(loginOf(number)),
  }));
  const [load, loop] = [new Load(), new Program(program('hash-loop'), { cores: CORES.server })];
  const pairs = await interleaved(
    rounds,
    async () =>
      only(await load.measure(server, { url: server.url, seconds, connections: CONNECTIONS, requests }), 200),
    () => loop.measure({ seconds, workers }),
    (round, { a, b }) =>
      tell(`round ${round}: ${rate(a).toFixed(1)} sign-ins/s, ${b.perSecond.toFixed(1)} hashes/s`),
  );
  await Promise.all([load.stop(), server.stop(), loop.stop()]);
  const own = readings(pairs, 'a', ({ cpuPerAnswer }) => cpuPerAnswer / 1000).median;
  const hash = readings(pairs, 'b', ({ cpuEach }) => cpuEach).median;
  return {
    method: `Argon2id, 19 MiB, 2 passes, in ${workers} thread${workers > 1 ? 's' : ''}, in the server as in the loop. ${CONNECTIONS} connections, ${people} people; each sign-in is a durable transaction (session, refresh token) and signs a JWT. Limits on guessing are off. ${rounds} rounds of ${seconds} s each.`,
    measures: [
      {
        what: 'sign-ins a second / hashes a second',
        ...ratios(pairs, (side) => side.perSecond ?? rate(side)),
        atLeast: 0.95,
        because: `of ${own.toFixed(1)} ms of processor time a sign-in, the hash is ${hash.toFixed(1)} ms, on the same core`,
      },
      {
        what: 'processor time of a hash / of a sign-in',
        ...ratios(pairs, ({ cpuEach, cpuPerAnswer }) =>
          cpuEach === undefined ? 1000 / cpuPerAnswer : 1 / cpuEach,
        ),
      },
    ],
    details: [
      ['sign-ins/s', 'hashes/s', 'p50', 'p99', 'processor time a sign-in', 'a hash'],
      [
        readings(pairs, 'a', rate).median.toFixed(1),
        readings(pairs, 'b', ({ perSecond }) => perSecond).median.toFixed(1),
        `${readings(pairs, 'a', ({ byStatus }) => byStatus[200].p50).median.toFixed(0)} ms`,
        `${readings(pairs, 'a', ({ byStatus }) => byStatus[200].p99).median.toFixed(0)} ms`,
        `${own.toFixed(1)} ms`,
        `${hash.toFixed(1)} ms`,
      ],
    ],
  };
}

const rate = ({ byStatus }) => byStatus[200].perSecond;
