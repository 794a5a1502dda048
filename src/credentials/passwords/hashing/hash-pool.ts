import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import type { Config } from '../../../platform/config/index.js';
import { Problem, ServerErrors } from '../../../platform/errors/index.js';
import { Metrics } from '../../../platform/metrics/index.js';
import { spanned } from '../../../platform/tracing/index.js';
import { passwordsConfig } from '../passwords.config.js';
import { type Argon2Parameters, argon2id, isWeaker } from './argon2.js';
import { problemOfHash } from './formats/index.js';

/**
 * How much nicer than the event loop a thread is that hashes (setpriority(2), where threads have a priority of their
 * own). Where they share a core, a flood of sign-ins is refused at once, and everybody else answered: a tenth of the
 * core is left to hashes at the worst.
 */
const NICER = process.platform === 'linux' ? 10 : 0;

export interface Verification {
  readonly matches: boolean;
  /** A hash by today's parameters, made where the one it was compared with is not by them: to be stored on a match. */
  readonly renewed?: string;
}

interface Timed {
  /** Seconds. */
  readonly waited: number;
  readonly answer: unknown;
}

/** Hashes passwords in threads of our own, with a bounded queue before them. */
@Injectable()
export class HashPool implements OnApplicationShutdown {
  readonly parameters: Argon2Parameters;
  private readonly pool: Piscina;
  /** How many are admitted: at a hash, waiting for one, or on their way to one. */
  private inside = 0;

  private readonly waited: (seconds: number) => void;
  private readonly refused: () => void;

  constructor(
    @Inject(passwordsConfig.token) private readonly config: Config<typeof passwordsConfig>,
    metrics: Metrics,
  ) {
    this.parameters = { memoryCost: config.ARGON2_MEMORY, timeCost: config.ARGON2_PASSES };
    this.pool = new Piscina({
      filename: new URL('./hash-worker.js', import.meta.url).href,
      minThreads: 1,
      maxThreads: config.HASH_WORKERS,
      idleTimeout: 30_000,
      niceIncrement: NICER,
      name: 'timed',
    });
    const NAME = 'sallyport_password_hash';
    metrics.gauge(`${NAME}_queue_length`, 'Hashes that wait for a thread.', () => this.pool.queueSize);
    this.waited = metrics.histogram(`${NAME}_wait_seconds`, 'How long hashes waited for a thread.');
    this.refused = metrics.counter(`${NAME}_refused_total`, 'Hashes refused because the queue was full.');
  }

  /**
   * Runs work that comes to a hash, if there is room for one more. Without it, whoever comes too many would first wait
   * for the database to be told so.
   *
   * @throws Problem server.overloaded at once, with nothing done
   */
  async admit<T>(run: () => Promise<T>): Promise<T> {
    if (this.inside >= this.config.HASH_WORKERS + this.config.HASH_QUEUE) throw this.overloaded();
    this.inside += 1;
    try {
      return await run();
    } finally {
      this.inside -= 1;
    }
  }

  /** @throws Problem server.overloaded when the queue is full */
  async hash(password: string): Promise<string> {
    return (await this.run({ kind: 'hash', password, parameters: argon2id(this.parameters) })) as string;
  }

  /**
   * @param hash of any format there is
   * @param spellings of one password, the first of which is the one we hash
   * @throws Problem server.overloaded when the queue is full
   */
  async verify(hash: string, spellings: readonly string[]): Promise<Verification> {
    const isCurrent = !isWeaker(hash, this.parameters);
    const task = { kind: 'verify', hash, spellings, isCurrent, parameters: argon2id(this.parameters) };
    return (await this.run(task)) as Verification;
  }

  /** Why a hash from elsewhere is not taken in; undefined where it is. */
  problemOf(hash: string): string | undefined {
    return problemOfHash(hash, this.parameters);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }

  private async run(task: object): Promise<unknown> {
    if (this.pool.queueSize >= this.config.HASH_QUEUE) throw this.overloaded();
    const waiting = { task, since: process.hrtime.bigint() };
    const run = (): Promise<Timed> => this.pool.run(waiting);
    const { waited, answer } = await spanned('password hash', run);
    this.waited(waited);
    return answer;
  }

  private overloaded(): Problem {
    this.refused();
    return new Problem(ServerErrors.overloaded, {
      because: 'the hash queue is full',
      headers: { 'retry-after': '1' },
    });
  }
}
