import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../support/free-port.mjs';
import { Child } from './processes.mjs';

/** A Redis without a disk: it comes back empty. */
export class RedisServer {
  #child;

  constructor(port) {
    this.port = port;
  }

  static async start() {
    const server = new RedisServer(await freePort());
    await server.resume();
    return server;
  }

  async resume() {
    const settings = { port: this.port, bind: '127.0.0.1', save: '', appendonly: 'no' };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    this.#child = new Child('redis-server', args);
    while (!this.#child.output.includes('Ready to accept connections')) {
      if (this.#child.hasEnded) throw new Error(`Redis did not start:\n${this.#child.output}`);
      await wait(10);
    }
  }

  async stop() {
    await this.#child.end();
  }
}
