import { CORES } from '../support/cores.mjs';
import { emailOf, KIND, makeAccounts } from '../support/account-kinds.mjs';
import { Program } from '../support/program.mjs';
import { newFolder, program, startServer } from '../support/server.mjs';
import { compare } from '../support/timing-test.mjs';

export const title = 'Whether the time of an answer tells which accounts exist';

/** Failures are counted as they are in life, and stay under the limit of 100 for each account. */
const PER_KIND = 25;
const LIFE = { LIMIT_PASSWORD_FAILURES: '100' };
const WARM_UP = 3;
const WRONG = 'a short walk on a long pier';
const OVERLONG = 'x'.repeat(600);

const wrong = (kind) => ({ kind, path: '/login', password: WRONG });
const overlong = (kind) => ({ kind, path: '/login', password: OVERLONG });

/** What must look alike. */
const PAIRS = [
  { what: 'control: two known accounts', of: wrong(KIND.other), like: wrong(KIND.known), isControl: true },
  { what: 'unknown account', of: wrong(KIND.unknown), like: wrong(KIND.known) },
  { what: 'disabled account', of: wrong(KIND.disabled), like: wrong(KIND.known) },
  { what: 'disabled password', of: wrong(KIND.passwordDisabled), like: wrong(KIND.known) },
  {
    what: 'account with an older Argon2id hash (4 MiB, 1 pass)',
    of: wrong(KIND.older),
    like: wrong(KIND.known),
  },
  { what: 'account with a bcrypt hash (cost 10)', of: wrong(KIND.bcrypt), like: wrong(KIND.known) },
  { what: 'unknown account, overlong password', of: overlong(KIND.unknown), like: overlong(KIND.known) },
  {
    what: 'recovering: unknown address',
    of: { kind: KIND.unknown, path: '/recover' },
    like: { kind: KIND.known, path: '/recover' },
  },
  {
    what: 'registering: unknown address',
    of: { kind: KIND.newcomer, path: '/register', password: WRONG },
    like: { kind: KIND.known, path: '/register', password: WRONG },
  },
];

export async function measure({ short, tell, plant = 0 }) {
  const rounds = short ? 20 : 2000;
  const folder = newFolder();
  await makeAccounts(folder, PER_KIND);
  const server = await startServer(folder, { env: LIFE });
  const stopwatch = new Program(program('stopwatch'), { cores: CORES.load });
  const port = Number(new URL(server.url).port);
  const time = (first, rounds, legs) => stopwatch.ask({ host: '127.0.0.1', port, first, rounds, legs });
  const legs = legsOf(plant, WARM_UP + rounds);
  const glance = await time(0, WARM_UP, legs);
  const statuses = ({ of, like }) => [...new Set([of, like].flatMap((leg) => glance[nameOf(leg)].statuses))];
  const there = PAIRS.filter((pair) => plant === 0 || pair.isControl);
  const alike = there.filter((pair) => statuses(pair).length === 1);
  const wanted = new Set(alike.flatMap(({ of, like }) => [of, like].map(nameOf)));
  tell(`${rounds} rounds of ${wanted.size} requests`);
  const times = await time(
    WARM_UP,
    rounds,
    legs.filter(({ name }) => wanted.has(name)),
  );
  await Promise.all([stopwatch.stop(), server.stop()]);
  const compared = there.map((pair) => ({
    ...pair,
    ...(alike.includes(pair)
      ? compare(times[nameOf(pair.of)], times[nameOf(pair.like)])
      : { statuses: statuses(pair) }),
  }));
  return reportOf(compared, { rounds, plant });
}

const nameOf = ({ kind, path, password = '' }) => `${path} ${kind} ${password.length}`;

function legsOf(plant, rounds) {
  const planted = nameOf(PAIRS.find(({ isControl }) => isControl).of);
  const legs = new Map(PAIRS.flatMap(({ of, like }) => [of, like]).map((leg) => [nameOf(leg), leg]));
  return [...legs].map(([name, { kind, path, password }]) => ({
    name,
    requests: Array.from({ length: kind === KIND.newcomer ? rounds : PER_KIND }, (_, number) => ({
      path,
      body: { email: emailOf(kind, number), ...(password && { password }) },
    })),
    ...(name === planted && { plant }),
  }));
}

function reportOf(compared, { rounds, plant }) {
  const [control] = compared;
  if (plant > 0 && !control.isTold) process.exitCode = 1;
  return {
    method: `One request after the other on one connection, as an attacker would who has the machine to himself; a round sends one of each kind, in random order, and there are ${rounds} rounds. What is compared is the time of an answer to that for a known account with a wrong password, in the same round: the median difference with its 99.9 % interval, and the probability that the one is slower than the other (Mann–Whitney; 0.5: no telling). The control compares two known accounts with each other; \`--plant 500us\` adds that to one of them, on the client’s side, and the bench must then find it. Limits on attempts are off, failures are counted as ever.`,
    measures: compared.map(measureOf),
    remarks:
      plant > 0 ? [`Planted ${plant} µs in the control: ${control.isTold ? 'found' : 'NOT FOUND'}.`] : [],
  };
}

function measureOf({ what, isControl, median, low, high, probability, isTold, attempts, statuses }) {
  if (statuses)
    return { what, text: `not timed: the answers differ by their status (${statuses.join(', ')})` };
  return {
    what,
    text: `${signed(median)} µs (${signed(low)} to ${signed(high)}); slower with probability ${probability.toFixed(3)}`,
    budget: isControl ? 'none is there' : 'no difference found',
    met: !isTold,
    because: `an attacker can tell by about ${attempts} attempts, on a network without noise`,
  };
}

const signed = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(Math.abs(value) < 10 ? 1 : 0)}`;
