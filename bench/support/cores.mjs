import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const count = availableParallelism();
const canPin = count > 1 && spawnSync('taskset', ['--version']).status === 0;
const half = Math.floor(count / 2);
const range = (from, to) => (from === to ? `${from}` : `${from}-${to}`);

/** What is measured, and what it is compared with, runs on `server`; what loads it on `load`. Never on the same ones. */
export const CORES = canPin
  ? { server: range(0, half - 1), load: range(half, count - 1), serverCount: half }
  : { serverCount: count };

export const CORE_SHARING = canPin
  ? `what is measured and what it is compared with on core ${CORES.server}, the load generator on core ${CORES.load} (taskset)`
  : 'not pinned: server and load generator share all cores';

/** The command line of a program, kept to cores where that can be done. */
export const pinned = (cores, command) =>
  cores === undefined ? command : ['taskset', '-c', cores, ...command];
