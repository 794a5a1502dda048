import { readFileSync, writeFileSync } from 'node:fs';
import { chartOf } from './chart.mjs';
import { budgetOf, resultOf, verdictOf } from './verdict.mjs';

const at = (path) => new URL(`../../${path}`, import.meta.url);

export function writeDocuments(results) {
  writeFileSync(at('docs/benchmarks.svg'), chartOf(results));
  writeFileSync(at('docs/benchmarks.md'), documentOf(results));
}

const documentOf = (results) =>
  [
    '# Benchmarks',
    '<!-- Written by `npm run bench`; do not edit. What is said in words is in bench/report/*.md. -->',
    read('introduction.md'),
    '![Every figure against its budget](benchmarks.svg)',
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
