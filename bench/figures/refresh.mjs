import { cpSync } from 'node:fs';
import { CORES } from '../support/cores.mjs';
import { Load } from '../support/load.mjs';
import { register, signIn } from '../support/people.mjs';
import { Program } from '../support/program.mjs';
import { interleaved, ratios, readings } from '../support/rounds.mjs';
import { newFolder, program, settings, startServer } from '../support/server.mjs';

export const title = 'Refreshes against the same SQL in a bare sqlite3 loop';

const CONNECTIONS = 16;
/** A round ends in the middle of some exchanges: their answers are asked for again in the next one. */
const REPLAYS = { REFRESH_REPLAY_WINDOW: '60s' };

export async function measure({ short, tell }) {
  const { rounds, seconds } = short ? { rounds: 1, seconds: 1 } : { rounds: 7, seconds: 4 };
  const { tokens, folders } = await prepared();
  const server = await startServer(folders[0], { env: REPLAYS });
  const load = new Load();
  const loop = new Program(program('sql-loop'), { cores: CORES.server, env: settings(folders[1], 0) });
  const { statements } = await loop.ask({ record: tokens[0] });
  const job = { url: server.url, seconds, connections: CONNECTIONS, chain: { path: '/refresh', tokens } };
  const pairs = await interleaved(
    rounds,
    () => load.measure(server, job),
    () => loop.measure({ seconds }),
    (round, { a, b }) =>
      tell(
        `round ${round}: ${rate(a).toFixed(0)} refreshes/s, ${b.perSecond.toFixed(0)} bare transactions/s`,
      ),
  );
  await Promise.all([load.stop(), server.stop(), loop.stop()]);
  return reportOf(pairs, statements, { rounds, seconds });
}

/** Sessions with a refresh token each, and their database twice. */
async function prepared() {
  const folders = [newFolder(), newFolder()];
  const server = await startServer(folders[0], { env: REPLAYS });
  await register(server.url, CONNECTIONS);
  const tokens = (await signIn(server.url, CONNECTIONS)).map(({ refresh_token }) => refresh_token);
  await server.stop();
  cpSync(folders[0], folders[1], { recursive: true });
  return { tokens, folders };
}

function reportOf(pairs, statements, { rounds, seconds }) {
  const ms = (name) => `${readings(pairs, 'a', ({ byStatus }) => byStatus[200][name]).median.toFixed(1)} ms`;
  const own = readings(pairs, 'a', ({ cpuPerAnswer }) => cpuPerAnswer / 1000).median;
  const bare = readings(pairs, 'b', ({ cpuEach }) => cpuEach).median;
  return {
    method: `${CONNECTIONS} sessions, each exchanging its refresh token again and again. The loop runs the ${statements.length} statements that one such exchange was seen to run, with the values of its own chains, one transaction after the other. Both write durably (WAL, synchronous=FULL) on the same file system. ${rounds} rounds of ${seconds} s each.`,
    measures: [
      {
        what: 'refreshes a second / bare transactions a second',
        ...ratios(pairs, (side) => side.perSecond ?? rate(side)),
        atLeast: 0.5,
        because: `a refresh takes ${own.toFixed(1)} ms of processor time, a bare transaction ${bare.toFixed(1)} ms`,
      },
      {
        what: 'processor time of a bare transaction / of a refresh',
        ...ratios(pairs, ({ cpuEach, cpuPerAnswer }) =>
          cpuEach === undefined ? 1000 / cpuPerAnswer : 1 / cpuEach,
        ),
      },
    ],
    details: [
      ['refreshes/s', 'bare transactions/s', 'p50', 'p99', 'processor time a refresh', 'a bare transaction'],
      [
        readings(pairs, 'a', rate).median.toFixed(0),
        readings(pairs, 'b', ({ perSecond }) => perSecond).median.toFixed(0),
        ms('p50'),
        ms('p99'),
        `${own.toFixed(2)} ms`,
        `${bare.toFixed(2)} ms`,
      ],
    ],
    remarks: [`The statements: ${statements.map(inShort).join(', ')}.`],
  };
}

const inShort = (sql) => {
  const [, table] = /(?:FROM|INTO|UPDATE) "(\w+)"/.exec(sql) ?? [];
  return `${sql.split(' ', 1)[0]}${table ? ` ${table}` : ''}`;
};

/** @throws when anything but refreshes was answered */
function rate({ byStatus, failures }) {
  const others = Object.keys(byStatus).filter((status) => status !== '200');
  if (others.length > 0 || failures > 0)
    throw new Error(`Not every refresh was answered: ${JSON.stringify({ byStatus, failures })}`);
  return byStatus[200].perSecond;
}
