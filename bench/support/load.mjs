import { CORES } from './cores.mjs';
import { Program } from './program.mjs';
import { program } from './server.mjs';

/** The load generator: a process of its own, on cores of its own. */
export class Load {
  #process = new Program(program('load-generator'), { cores: CORES.load });

  /** @see bench/programs/load-generator.mjs for what a job is */
  async run(job) {
    return this.#process.ask(job);
  }

  /** The same, with the processor time that the server took for each answer. */
  async measure(server, job) {
    const before = server.cpuTime();
    const result = await this.run(job);
    const answers = Object.values(result.byStatus).reduce((sum, { count }) => sum + count, 0);
    return { ...result, answers, cpuPerAnswer: (1000 * (server.cpuTime() - before)) / answers };
  }

  async stop() {
    await this.#process.stop();
  }
}

/** @throws unless every answer was the expected one */
export function only(result, status) {
  const others = Object.keys(result.byStatus).filter((other) => other !== String(status));
  if (others.length > 0 || result.failures > 0 || !result.byStatus[status])
    throw new Error(`Not only ${status}: ${JSON.stringify(result)}`);
  return result;
}
