import { CORES } from '../support/cores.mjs';
import { dayOf, newcomers } from '../support/daily-traffic.mjs';
import { median } from '../support/statistics.mjs';
import { newFolder, program, startServer } from '../support/server.mjs';

export const title = 'Memory and tables after months of traffic, with the clock moved';

const DAY = 86_400;
/** Kept for longer than a soak takes, so it is kept for less here; what is old goes by the day. */
const RECORD = ['audit_events', 'audit_checkpoints'];

/** In each, the days are four quarters: by the end of the second, all that can be over is over for as long as it is kept. */
const PACES = {
  whole: { days: 160, people: 40, env: { AUDIT_RETENTION: '30d' } },
  short: {
    days: 68,
    people: 6,
    env: {
      TOKEN_CACHE: '100',
      SESSION_IDLE: '1d',
      SESSION_ABSOLUTE: '2d',
      SESSION_HISTORY: '1d',
      AUDIT_RETENTION: '10d',
    },
  },
};

export async function measure({ short, tell }) {
  const { days, people, env } = PACES[short ? 'short' : 'whole'];
  const server = await startServer(newFolder(), {
    file: program('moved-clock'),
    env: { DATABASE_SYNCHRONOUS: 'NORMAL', ...env },
    args: ['--expose-gc'],
  });
  const everybody = await newcomers(server.url, people);
  const states = [];
  let requests = 0;
  for (let day = 1; day <= days; day += 1) {
    requests += await dayOf(server.url, everybody, day);
    const state = await server.ask({ advance: DAY });
    states.push({ ...state, resident: server.memory() });
    if (day % (days / 4) === 0) tell(`day ${day}: ${described(states.at(-1))}`);
  }
  await server.stop();
  const verdicts = verdictsOf(states);
  if (verdicts.some(({ met }) => met === false)) process.exitCode = 1;
  return {
    method: `${days} days by the server’s clock, which is moved by a day after the traffic of each: ${requests} requests in all by ${people} people, ${Math.round(requests / days)} a day: sign-ins of both formats, refreshes, requests with tokens, wrong passwords, signing out, leaving without a word, API keys that expire, recovery by mail. All settings are ${short ? 'short' : 'the defaults, but for AUDIT_RETENTION=30d'}. After each day the server sweeps as it does every minute; memory is read after a collection. The last quarter is compared with the one before it; by then everything is as old as it can get. What is counted in memory to limit requests lives by the machine’s own clock and is not part of this.`,
    measures: verdicts,
    details: tableOf(states),
    remarks: [
      `Swept: ${states.reduce((sum, { swept }) => sum + swept, 0)} rows, by statements of 500 at most. Server on core ${CORES.server ?? 'any'}.`,
    ],
  };
}

const quarters = (states) => {
  const length = states.length / 4;
  return [0, 1, 2, 3].map((quarter) => states.slice(quarter * length, (quarter + 1) * length));
};

function verdictsOf(states) {
  const [, , before, last] = quarters(states);
  const growth = (read, of) => of(last.map(read)) / Math.max(1, of(before.map(read)));
  const most = (values) => Math.max(...values);
  const tables = tablesOf(states);
  return [
    memoryMeasure(
      'resident memory',
      growth(({ resident }) => resident, median),
    ),
    memoryMeasure(
      'memory of live objects',
      growth(({ memory }) => memory.heapUsed, median),
    ),
    ...tables.map((table) => {
      const ratio = growth(({ rows }) => rows[table], most);
      return measureOf(`rows of ${table}`, ratio, RECORD.includes(table) ? 1.1 : 1.02);
    }),
  ];
}

const memoryMeasure = (what, ratio) => measureOf(what, ratio, 1.1);

const measureOf = (what, ratio, limit) => ({
  what: `${what}: last quarter / the one before`,
  text: ratio.toFixed(3),
  budget: `≤ ${limit.toFixed(2)}`,
  met: ratio <= limit,
});

/** What was ever there. */
const tablesOf = (states) =>
  Object.keys(states[0].rows).filter((table) => states.some(({ rows }) => rows[table] > 0));

function tableOf(states) {
  const tables = tablesOf(states);
  return [
    ['at the end of quarter', 'resident', 'live objects', ...tables],
    ...quarters(states).map((quarter, index) => {
      const { rows, memory, resident } = quarter.at(-1);
      return [
        `${index + 1} (day ${(index + 1) * quarter.length})`,
        `${resident?.toFixed(0)} MB`,
        `${(memory.heapUsed / 2 ** 20).toFixed(1)} MB`,
        ...tables.map((table) => String(rows[table])),
      ];
    }),
  ];
}

const described = ({ rows, memory, resident, swept }) =>
  `${Object.entries(rows)
    .filter(([, count]) => count > 0)
    .map(([table, count]) => `${table} ${count}`)
    .join(
      ', ',
    )}; swept ${swept}; ${resident?.toFixed(0)} MB resident, ${(memory.heapUsed / 2 ** 20).toFixed(1)} MB live`;
