import { readFileSync, writeFileSync } from 'node:fs';
import { chartOf } from './chart.mjs';
import { peersChartOf } from './peers-chart.mjs';
import { budgetOf, isMet, resultOf, verdictOf } from './verdict.mjs';

const at = (path) => new URL(`../../${path}`, import.meta.url);

export function writeDocuments(results) {
  writeFileSync(at('docs/benchmarks.svg'), chartOf(results));
  const peers = peersChartOf(results);
  if (peers) writeFileSync(at('docs/benchmarks-peers.svg'), peers);
  writeFileSync(at('docs/benchmarks.md'), documentOf(results));
}

const documentOf = (results) =>
  [
    '# Benchmarks',
    '<!-- Written by `npm run bench`; do not edit. What is said in words is in bench/report/*.md. -->',
    read('introduction.md'),
    '![Every figure against its budget](benchmarks.svg)',
    ...(peersChartOf(results) ? ['![Requests a second beside the peers](benchmarks-peers.svg)'] : []),
    shortfallsOf(results),
    `## Results\n\n${table([
      ['figure', 'command', 'result (least to greatest round)', 'budget', 'verdict'],
      ...results.flatMap(rowsOf),
    ])}`,
    ...results.map(sectionOf),
    read('hot-path.md'),
  ].join('\n\n') + '\n';

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8').trim();

const rowsOf = ({ name, measures }) =>
  measures.map((measure) => [
    measure.what,
    `\`npm run bench -- ${name}\``,
    resultOf(measure),
    budgetOf(measure),
    verdictOf(measure),
  ]);

/** What was promised and is not so comes first of all. */
function shortfallsOf(results) {
  const missed = results.flatMap(({ measures }) => measures.filter((measure) => isMet(measure) === false));
  if (missed.length === 0) return 'Every budget is met.';
  const lineOf = (measure) => {
    const why = measure.because ? `; ${measure.because}` : '';
    return `- ${measure.what}: ${resultOf(measure)}, budget ${budgetOf(measure)}${why}`;
  };
  return `## Not met\n\n${missed.map(lineOf).join('\n')}`;
}

const sectionOf = ({ title, method, details, remarks = [], date, commit, machine, load, cores }) =>
  [
    `## ${title}`,
    method,
    ...(details ? [table(details)] : []),
    ...remarks,
    `*${date.slice(0, 16).replace('T', ' ')} UTC, commit ${commit}. ${machine}. Cores: ${cores}. Load average at the end: ${load.toFixed(1)}.${busy(machine, load)}*`,
  ].join('\n\n');

/** The bench itself keeps about as many cores busy as there are. */
const busy = (machine, load) =>
  load > 1.5 * Number(/(\d+) cores/.exec(machine)[1])
    ? ' Other programs used the machine at the same time: rates and times are worth little, ratios of processor time more.'
    : '';

const table = ([head, ...rows]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
