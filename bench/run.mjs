// Measures what Sallyport promises of its speed. `--help` tells more.
import { FIGURES } from './figures.mjs';
import { readOptions } from './options.mjs';
import { lineOf } from './report/verdict.mjs';
import { readResults, saveResult } from './report/results.mjs';
import { writeDocuments } from './report/documents.mjs';

const { names, report, ...options } = readOptions();

const all = Object.keys(FIGURES).filter((name) => !FIGURES[name].isApart);
if (!report) for (const name of names.length > 0 ? names : all) await measure(name);
if (report || (names.length === 0 && !options.short)) {
  await writeDocuments(readResults());
  console.log('Wrote docs/benchmarks.md and its charts');
}

async function measure(name) {
  const { title, measure } = FIGURES[name];
  console.log(`\n${name}: ${title}`);
  const result = await measure({ ...options, tell: (line) => console.log(`  ${line}`) });
  for (const line of result.measures.map(lineOf)) console.log(`  ${line}`);
  for (const remark of result.remarks ?? []) console.log(`  ${remark}`);
  if (!options.short && !options.plant && !options.cpuProfile) saveResult(name, { title, ...result });
}
