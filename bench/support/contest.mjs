import { CORES } from './cores.mjs';
import { Load, only } from './load.mjs';
import { Program } from './program.mjs';
import { inTurns, ratios, readings } from './rounds.mjs';
import { program } from './server.mjs';

const LABELS = {
  sallyport: 'Sallyport',
  bare: 'a bare Fastify route',
  tutorial: 'NestJS tutorial',
  betterAuth: 'better-auth',
};

/** What stands between Sallyport and a peer: the name of one, or of one with the hash it comes with (`tutorial own`). */
const labelOf = (name) => {
  const [peer, hash] = name.split(' ');
  return `${LABELS[peer]}${hash === 'own' ? ' with its own hash' : ''}`;
};

/**
 * Sallyport and its peers at the same work, in turns.
 *
 * @param contestants `{ server, job, status }` by name; `job` is the load generator’s, or makes a new one for each round; `status` that of a good answer
 * @param withHash whether the hash alone takes its turn as well
 */
export async function contest(contestants, { rounds, seconds, withHash, tell }) {
  const load = new Load();
  const asks = Object.fromEntries(
    Object.entries(contestants).map(([name, { server, job, status }]) => [
      name,
      async () => {
        const work = typeof job === 'function' ? await job() : job;
        const result = await load.measure(server, { url: server.url, seconds, ...work });
        const { perSecond, p50, p99 } = only(result, status).byStatus[status];
        return { perSecond, p50, p99, cpu: result.cpuPerAnswer, memory: server.memory() };
      },
    ]),
  );
  const loop = withHash && new Program(program('hash-loop'), { cores: CORES.server });
  if (loop) asks.hash = () => hashAlone(loop, seconds);
  const results = await inTurns(rounds, asks, (round, result) =>
    tell(
      `round ${round}: ${Object.entries(result)
        .map(([name, { perSecond }]) => `${name} ${perSecond.toFixed(0)}/s`)
        .join(', ')}`,
    ),
  );
  await Promise.all(
    [load, loop, ...Object.values(contestants).map(({ server }) => server)].map((one) => one?.stop?.()),
  );
  return results;
}

async function hashAlone(loop, seconds) {
  const { perSecond, cpuEach } = await loop.measure({ seconds, workers: CORES.serverCount });
  return { perSecond, cpu: 1000 * cpuEach };
}

/** Sallyport against each, as measures of a figure. */
export const rivalries = (results, what, becauseOf = () => undefined) =>
  peersIn(results).map((name) => ({
    what: `${what}: Sallyport / ${labelOf(name)}`,
    peer: true,
    ...ratios(pairsOf(results, name), ({ perSecond }) => perSecond),
    atLeast: 1,
    because: becauseOf(name),
  }));

/** The processor time of one piece of work without its hash: more than 1, where the peer takes more. */
export function besideTheHash(results) {
  const hash = readings(
    results.map((round) => ({ a: round.hash })),
    'a',
    ({ cpu }) => cpu,
  ).median;
  return peersIn(results)
    .filter((name) => !name.endsWith(' own'))
    .map((name) => ({
      what: `processor time beside the hash: ${labelOf(name)} / Sallyport`,
      ...ratios(
        pairsOf(results, name).map(({ a, b }) => ({ a: b, b: a })),
        ({ cpu }) => Math.max(1, cpu - hash),
      ),
    }));
}

const peersIn = ([round]) => Object.keys(round).filter((name) => !['sallyport', 'hash'].includes(name));

const pairsOf = (results, name) => results.map((round) => ({ a: round.sallyport, b: round[name] }));

export function tableOf(results) {
  const names = Object.keys(results[0]);
  const cell = (name, read, digits, unit) => {
    const values = results.map((round) => read(round[name]));
    if (values.includes(undefined)) return '';
    const { median } = readings(
      values.map((a) => ({ a })),
      'a',
      (value) => value,
    );
    return `${median.toFixed(digits)}${unit}`;
  };
  return [
    ['', 'a second', 'p50', 'p99', 'processor time each', 'memory'],
    ...Object.keys(LABELS)
      .flatMap((label) => names.filter((name) => name.split(' ')[0] === label))
      .concat(names.filter((name) => name === 'hash'))
      .map((name) => [
        name === 'hash' ? 'the hash alone (Argon2id)' : labelOf(name),
        cell(name, ({ perSecond }) => perSecond, 0, ''),
        cell(name, ({ p50 }) => p50, 1, ' ms'),
        cell(name, ({ p99 }) => p99, 1, ' ms'),
        cell(name, ({ cpu }) => cpu, 0, ' µs'),
        cell(name, ({ memory }) => memory, 0, ' MB'),
      ]),
  ];
}
