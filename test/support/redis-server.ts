import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { freePort } from './server.js';

/** Where it is missing, what needs it is skipped; not in CI, which promises to run everything. */
export const hasRedis =
  process.env.CI === 'true' || spawnSync('redis-server', ['--version']).error === undefined;

/** A Redis of the test's own, which it may pause, stop and start again. */
export class RedisServer {
  private process: ChildProcess | undefined;

  private constructor(private readonly port: number) {}

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.resume();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Empty, as a Redis without a disk comes back. */
  async resume(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    this.process = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const chunk of this.process.stdout as AsyncIterable<Buffer>)
      if (chunk.includes('Ready to accept connections')) break;
    this.process.stdout?.resume();
  }

  async stop(): Promise<void> {
    const { process } = this;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    process.kill('SIGKILL');
    await once(process, 'exit');
  }

  /** From then on it takes connections and commands, and answers none: as behind a network that lost its packets. */
  freeze(): void {
    this.process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.process?.kill('SIGCONT');
  }

  /** Runs commands of the test's own. */
  async asking<T>(run: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.url);
    try {
      return await run(redis);
    } finally {
      redis.disconnect();
    }
  }
}
