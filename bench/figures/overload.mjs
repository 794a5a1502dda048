import { CORES } from '../support/cores.mjs';
import { Load, only } from '../support/load.mjs';
import { loginOf, register, signIn } from '../support/people.mjs';
import { Program } from '../support/program.mjs';
import { interleaved, ratios, readings } from '../support/rounds.mjs';
import { newFolder, program, startServer } from '../support/server.mjs';

export const title = 'Everyone else’s requests while sign-ins come at ten times what the hash allows';

const PEOPLE = 50;
/** Authenticated requests a second: few enough that an idle server has time for them. */
const PROBES = 300;
const TIMES = 10;

export async function measure({ short, tell }) {
  const { rounds, seconds } = short ? { rounds: 1, seconds: 2 } : { rounds: 5, seconds: 6 };
  const server = await startServer(newFolder(), { file: program('guarded-and-open') });
  await register(server.url, 2 * PEOPLE);
  const tokens = (await signIn(server.url, PEOPLE)).map(({ access_token }) => access_token);
  const capacity = await hashesASecond(short ? 1 : 5);
  const [probe, flood] = [new Load(), new Load()];
  const asking = { url: server.url, seconds, connections: 10, rate: PROBES, requests: guarded(tokens) };
  const flooding = {
    url: server.url,
    seconds: seconds + 1,
    connections: 250,
    rate: Math.round(TIMES * capacity),
    requests: logins,
  };
  const idle = async () => ({ probe: only(await probe.run(asking), 200) });
  const flooded = async () => {
    const rush = flood.run(flooding);
    await new Promise((begun) => setTimeout(begun, 500)); // the queue is full
    return { probe: only(await probe.run(asking), 200), rush: await rush };
  };
  const pairs = await interleaved(rounds, flooded, idle, (round, { a, b }) =>
    tell(`round ${round}: p99 ${p99(a).toFixed(1)} ms, idle ${p99(b).toFixed(1)} ms; ${describe(a.rush)}`),
  );
  await Promise.all([probe.stop(), flood.stop(), server.stop()]);
  return reportOf(pairs, { rounds, seconds, capacity });
}

/** Of other people than those who ask: a sign-in too many ends a session. */
const logins = Array.from({ length: PEOPLE }, (_, number) => ({
  method: 'POST',
  path: '/login',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(loginOf(PEOPLE + number)),
}));

const guarded = (tokens) =>
  tokens.map((token) => ({ path: '/bench/guarded', headers: { authorization: `Bearer ${token}` } }));

async function hashesASecond(seconds) {
  const loop = new Program(program('hash-loop'), { cores: CORES.server });
  await loop.ask({ seconds: 1, workers: CORES.serverCount });
  const { perSecond } = await loop.ask({ seconds, workers: CORES.serverCount });
  await loop.stop();
  return perSecond;
}

const p99 = ({ probe }) => probe.byStatus[200].p99;
const refusals = ({ rush }) => rush.byStatus[503] ?? { perSecond: 0, p50: 0, p99: 0, max: 0 };
const signIns = ({ rush }) => rush.byStatus[200] ?? { perSecond: 0 };

const describe = ({ byStatus }) =>
  Object.entries(byStatus)
    .map(
      ([status, { perSecond, max }]) => `${status}: ${perSecond.toFixed(0)}/s, at most ${max.toFixed(0)} ms`,
    )
    .join('; ');

function reportOf(pairs, { rounds, seconds, capacity }) {
  const ms = (side, read) => `${readings(pairs, side, read).median.toFixed(1)} ms`;
  return {
    method: `${PROBES} authenticated requests a second on 10 connections, beside ${Math.round(TIMES * capacity)} sign-ins a second on 250 connections (the hash allows ${capacity.toFixed(0)} on the server’s cores), from two more processes, at even intervals and timed from when each was due. Limits on guessing are off. ${rounds} rounds of ${seconds} s each.`,
    measures: [
      {
        what: 'p99 of authenticated requests, flooded / idle',
        ...ratios(pairs, p99),
        atMost: 3,
        because: `idle, it is ${ms('b', p99)}; one collection of garbage takes up to 24 ms, and the hashes want the same core`,
      },
      {
        what: 'time to a refused sign-in’s 503, the longest of a round',
        unit: 'ms',
        worst: true,
        ...readings(pairs, 'a', (side) => refusals(side).max),
        atMost: 100,
        because: `an idle server’s answers took up to ${ms('b', ({ probe }) => probe.byStatus[200].max)} in the same rounds`,
      },
    ],
    details: [
      ['', 'p50', 'p99', 'longest', 'a second'],
      [
        'authenticated, idle',
        ms('b', ({ probe }) => probe.byStatus[200].p50),
        ms('b', p99),
        ms('b', ({ probe }) => probe.byStatus[200].max),
        perSecond(pairs, 'b', ({ probe }) => probe.byStatus[200]),
      ],
      [
        'authenticated, flooded',
        ms('a', ({ probe }) => probe.byStatus[200].p50),
        ms('a', p99),
        ms('a', ({ probe }) => probe.byStatus[200].max),
        perSecond(pairs, 'a', ({ probe }) => probe.byStatus[200]),
      ],
      [
        'sign-in refused (503)',
        ms('a', (side) => refusals(side).p50),
        ms('a', (side) => refusals(side).p99),
        ms('a', (side) => refusals(side).max),
        perSecond(pairs, 'a', refusals),
      ],
      [
        'sign-in (200)',
        ms('a', (side) => signIns(side).p50 ?? 0),
        ms('a', (side) => signIns(side).p99 ?? 0),
        ms('a', (side) => signIns(side).max ?? 0),
        perSecond(pairs, 'a', signIns),
      ],
    ],
  };
}

const perSecond = (pairs, side, read) =>
  readings(pairs, side, (one) => read(one).perSecond).median.toFixed(0);
