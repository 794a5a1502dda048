import { parseArgs } from 'node:util';
import { FIGURES } from './figures.mjs';

const HELP = `
npm run bench                    every figure, but for growth-10m and growth-postgres; writes docs/benchmarks.md and its charts
npm run bench -- NAME …          these figures only; prints them, and writes bench/results/NAME.json
npm run bench -- --list          what figures there are
npm run bench -- --report        writes the documents from bench/results, and measures nothing

  --short               seconds each: shows that the bench runs, and nothing of how fast anything is; writes nothing
  --plant TIME          enumeration: adds so much to one of two that are alike, such as 500us, which it must find
  --cpu-profile FOLDER  authenticated: writes a CPU profile of the server there, and compares nothing

Environment: BENCH_DIR, the folder (and so the file system) that databases are put in; growth-10m needs 10 GB there.
             BENCH_POSTGRES, the server of growth-postgres (postgres://postgres@127.0.0.1:5432/postgres).
`;

/** What was asked for on the command line; ends the process where that was help, or nonsense. */
export function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        short: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        report: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        plant: { type: 'string' },
        'cpu-profile': { type: 'string' },
      },
    });
    if (values.help) leave(HELP.trim());
    if (values.list)
      leave(
        Object.entries(FIGURES)
          .map(([name, { title }]) => `${name.padEnd(20)} ${title}`)
          .join('\n'),
      );
    const { short, report } = values;
    const plant = values.plant === undefined ? 0 : microseconds(values.plant);
    return { names: known(positionals), short, report, plant, cpuProfile: values['cpu-profile'] };
  } catch (error) {
    console.error(`${error.message}\n${HELP}`);
    process.exit(2);
  }
}

function leave(text) {
  console.log(text);
  process.exit();
}

function known(names) {
  const unknown = names.find((name) => !Object.hasOwn(FIGURES, name));
  if (unknown !== undefined)
    throw new Error(`There is no figure "${unknown}", but ${Object.keys(FIGURES).join(', ')}.`);
  return names;
}

function microseconds(text) {
  const [, number, unit] = /^(\d+)(us|ms)$/.exec(text) ?? [];
  if (number === undefined) throw new Error(`--plant must be a time such as 500us or 2ms, not "${text}".`);
  return Number(number) * (unit === 'ms' ? 1000 : 1);
}
