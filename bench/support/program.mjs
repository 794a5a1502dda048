import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { pinned } from './cores.mjs';

const running = new Set();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** A process of its own, which none outlives. It may be asked for work by message. */
export class Program {
  output = '';
  #child;
  #exited;

  /** @param {{ args?: string[], env?: object, cores?: string }} how */
  constructor(file, { args = [], env = {}, cores } = {}) {
    const [command, ...rest] = pinned(cores, [process.execPath, ...args, file]);
    const { PATH = '', HOME = '' } = process.env;
    this.#child = spawn(command, rest, {
      env: { PATH, HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream.on('data', (chunk) => (this.output += chunk));
    this.#exited = once(this.#child, 'close').then(() => running.delete(this.#child));
    running.add(this.#child);
  }

  get pid() {
    return this.#child.pid;
  }

  get hasEnded() {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** What the process answers to a piece of work. */
  async ask(work) {
    const answer = once(this.#child, 'message');
    this.#child.send(work);
    const [result] = await Promise.race([answer, this.#exited.then(() => this.#fail())]);
    if (result.error) throw new Error(result.error);
    return result;
  }

  async says(text, limit = 60_000) {
    const giveUp = Date.now() + limit;
    while (!this.output.includes(text)) {
      if (this.hasEnded || Date.now() > giveUp) this.#fail();
      await new Promise((turn) => setTimeout(turn, 2));
    }
  }

  /** SIGTERM, and SIGKILL after a while. */
  async stop() {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 15_000);
    this.#child.kill('SIGTERM');
    await this.#exited;
    clearTimeout(timer);
  }

  /** Milliseconds of processor time so far, by all of its threads; undefined where the system does not tell. */
  cpuTime() {
    const fields = this.#read('stat')?.split(') ')[1].split(' ');
    return fields && (Number(fields[11]) + Number(fields[12])) * 10;
  }

  /** The same as `ask`, with the processor time that a piece of it took, in milliseconds. */
  async measure(work) {
    const before = this.cpuTime();
    const result = await this.ask(work);
    return { ...result, cpuEach: (this.cpuTime() - before) / result.count };
  }

  /** Resident memory in MB. */
  memory() {
    const kib = /VmRSS:\s+(\d+)/.exec(this.#read('status') ?? '')?.[1];
    return kib && Number(kib) / 1024;
  }

  #read(name) {
    try {
      return readFileSync(`/proc/${this.pid}/${name}`, 'utf8');
    } catch {
      return undefined;
    }
  }

  #fail() {
    throw new Error(`A process ended, or did not start:\n${this.output.slice(-4000)}`);
  }
}

/** Lets a program of bench/programs answer `ask`. */
export function answering(work) {
  process.on('message', async (question) => {
    try {
      process.send(await work(question));
    } catch (error) {
      process.send({ error: error.stack });
    }
  });
  process.on('disconnect', () => process.exit());
}
