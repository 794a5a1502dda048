import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { CORE_SHARING } from '../support/cores.mjs';
import { FIGURES } from '../figures.mjs';

const FOLDER = new URL('../results/', import.meta.url);
const fileOf = (name) => new URL(`${name}.json`, FOLDER);

/** Where and when it was measured. */
const circumstances = () => ({
  date: new Date().toISOString(),
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
  machine: `${cpus()[0].model}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; ${type()} ${release()}; Node.js ${process.version}`,
  load: loadavg()[0],
  cores: CORE_SHARING,
});

export function saveResult(name, result) {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(name), `${JSON.stringify({ name, ...result, ...circumstances() }, null, 2)}\n`);
}

/** The last result of every figure that was ever measured here. */
export const readResults = () =>
  Object.keys(FIGURES)
    .filter((name) => existsSync(fileOf(name)))
    .map((name) => JSON.parse(readFileSync(fileOf(name), 'utf8')));
