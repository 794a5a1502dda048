import { Load, only } from '../support/load.mjs';
import { register, signIn } from '../support/people.mjs';
import { interleaved, ratios, readings } from '../support/rounds.mjs';
import { newFolder, program, startServer } from '../support/server.mjs';

export const title = 'Authenticated requests against the same route without any authentication';

const PEOPLE = 50;
const CONNECTIONS = 32;

const KINDS = [
  { kind: 'JWT (ES256), seen before', env: {} },
  { kind: 'JWT (ES256), verified anew each time (TOKEN_CACHE=0)', env: { TOKEN_CACHE: '0' } },
  { kind: 'opaque, seen before', env: {}, wishes: { token_format: 'opaque' } },
];

export async function measure({ short, tell, cpuProfile }) {
  const pace = short ? { rounds: 1, seconds: 1 } : { rounds: 7, seconds: 3 };
  const results = [];
  for (const kind of cpuProfile ? KINDS.slice(0, 1) : KINDS)
    results.push({ ...kind, pairs: await compare(kind, pace, tell, cpuProfile) });
  return {
    method: `${CONNECTIONS} connections, ${PEOPLE} tokens, a JSON answer of 134 bytes; ${pace.rounds} rounds of ${pace.seconds} s each. The open route is asked without a token. Processor time is that of the server’s process for an answer: other work on the machine disturbs it less than requests a second.`,
    measures: results.flatMap(measuresOf),
    details: [
      [
        'token',
        'guarded, req/s',
        'open, req/s',
        'p50',
        'p99',
        'open p50',
        'open p99',
        'processor time',
        'open',
      ],
      ...results.map(detailOf),
    ],
  };
}

async function compare({ kind, env, wishes }, { rounds, seconds }, tell, cpuProfile) {
  const folder = newFolder();
  const args = cpuProfile ? ['--cpu-prof', '--cpu-prof-dir', cpuProfile] : [];
  const server = await startServer(folder, { file: program('guarded-and-open'), env, args });
  await register(server.url, PEOPLE);
  const tokens = (await signIn(server.url, PEOPLE, wishes)).map(({ access_token }) => access_token);
  const guarded = tokens.map((token) => ({
    path: '/bench/guarded',
    headers: { authorization: `Bearer ${token}` },
  }));
  const open = [{ path: '/bench/open' }];
  const load = new Load();
  const ask = async (requests) =>
    only(await load.measure(server, { url: server.url, seconds, connections: CONNECTIONS, requests }), 200);
  const pairs = await interleaved(
    rounds,
    () => ask(guarded),
    () => ask(cpuProfile ? guarded : open),
    (round, { a, b }) => tell(`${kind}: round ${round}, ${(rate(a) / rate(b)).toFixed(3)}`),
  );
  await Promise.all([load.stop(), server.stop()]);
  return pairs;
}

const rate = ({ byStatus }) => byStatus[200].perSecond;

const measuresOf = ({ kind, pairs }, index) => [
  {
    what: `${kind}: requests a second, guarded / open`,
    ...ratios(pairs, rate),
    ...(index === 0 && { atLeast: 0.9, because: costOf(pairs) }),
  },
  { what: `${kind}: processor time an answer, open / guarded`, ...inverse(ratios(pairs, cpu)) },
];

const costOf = (pairs) => {
  const [guarded, open] = ['a', 'b'].map((side) => readings(pairs, side, cpu).median);
  return `the open route is ${open.toFixed(0)} µs of processor time in all, and the guard ${(guarded - open).toFixed(0)} µs more`;
};

const cpu = ({ cpuPerAnswer }) => cpuPerAnswer;
const inverse = ({ median, min, max }) => ({ median: 1 / median, min: 1 / max, max: 1 / min });

function detailOf({ kind, pairs }) {
  const ms = (side, name) =>
    `${readings(pairs, side, ({ byStatus }) => byStatus[200][name]).median.toFixed(2)} ms`;
  const micro = (side) => `${readings(pairs, side, cpu).median.toFixed(0)} µs`;
  const perSecond = (side) => readings(pairs, side, rate).median.toFixed(0);
  return [
    kind,
    perSecond('a'),
    perSecond('b'),
    ms('a', 'p50'),
    ms('a', 'p99'),
    ms('b', 'p50'),
    ms('b', 'p99'),
    micro('a'),
    micro('b'),
  ];
}
