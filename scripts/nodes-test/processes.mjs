import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** None outlives this process. */
const running = new Set();
process.once('exit', () => running.forEach((child) => child.kill(child.lastSignal)));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** A process of this test, with its last words. */
export class Child {
  output = '';
  #process;
  #exited;

  /** @param lastSignal what ends it for good, where this test ends before it */
  constructor(program, args, { lastSignal = 'SIGKILL', ...options } = {}) {
    this.#process = Object.assign(spawn(program, args, options), { lastSignal });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream.on('data', (chunk) => (this.output = (this.output + chunk).slice(-20_000)));
    this.#exited = once(this.#process, 'close').catch((error) => (this.output += error.message));
    running.add(this.#process);
  }

  get hasEnded() {
    return this.#process.exitCode !== null || this.#process.signalCode !== null || !this.#process.pid;
  }

  async end(signal = 'SIGKILL') {
    if (!this.hasEnded) this.#process.kill(signal);
    await this.#exited;
    running.delete(this.#process);
  }
}
