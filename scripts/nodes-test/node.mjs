import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Unanswered } from '../crash-test/server.mjs';
import { freePort } from '../support/free-port.mjs';
import { Child } from './processes.mjs';

const PROGRAM = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const START_LIMIT = 300_000;
const ANSWER_LIMIT = 15_000;

/** In seconds; longer than anything is broken, so that what got no answer can still be asked for again. */
export const REPLAY_WINDOW = 60;

/** Milliseconds for which a node may believe what was revoked elsewhere. */
export const BOUND = 2000;

/** One Sallyport process. */
export class SallyportNode {
  #env;
  #port;
  #child;
  #isReady = false;

  constructor(name, port, env) {
    this.name = name;
    this.#port = port;
    this.#env = { ...env, PORT: String(port) };
  }

  static async make(name, env) {
    return new SallyportNode(name, await freePort(), env);
  }

  get isUp() {
    return this.#isReady && !this.#child.hasEnded;
  }

  get output() {
    return this.#child?.output ?? '';
  }

  /** Resolves once it says that it is ready. */
  async start() {
    this.#isReady = false;
    const child = (this.#child = new Child(process.execPath, [PROGRAM], { env: this.#env }));
    for (const limit = Date.now() + START_LIMIT; !child.output.includes('Sallyport is ready'); await wait(10))
      if (child.hasEnded || Date.now() > limit)
        throw new Error(`${this.name} did not start:\n${child.output}`);
    this.#isReady = true;
  }

  /** SIGKILL: nothing is flushed, closed or said. */
  async kill() {
    await this.#child?.end();
  }

  /** @throws Unanswered where nobody knows whether it was done: no whole answer, or one that says so (503) */
  async send(method, path, call) {
    const answer = await this.ask(method, path, call);
    if (answer.status === 503) throw new Unanswered(`${method} ${path} (${this.name}: 503)`);
    return answer;
  }

  async ask(method, path, { token, body } = {}) {
    const headers = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    };
    const signal = AbortSignal.timeout(ANSWER_LIMIT);
    try {
      const response = await fetch(`http://127.0.0.1:${this.#port}${path}`, {
        method,
        headers,
        signal,
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    } catch (error) {
      throw new Unanswered(`${method} ${path} (${this.name})`, error);
    }
  }
}

export const settings = (databaseUrl, redisUrl, folder) => ({
  PATH: process.env.PATH ?? '',
  HOME: folder,
  HOST: '127.0.0.1',
  PUBLIC_URL: 'http://localhost:3000', // the ports differ, the issuer must not
  DATABASE_URL: databaseUrl,
  ...(redisUrl && { REDIS_URL: redisUrl }),
  DATA_DIR: folder,
  LOG_LEVEL: 'warn',
  ACCESS_TOKEN_TTL: '60m', // a token that is refused was revoked, and did not just expire
  REFRESH_REPLAY_WINDOW: `${REPLAY_WINDOW}s`,
  REVOCATION_MAX_STALENESS: `${BOUND / 1000}s`,
  SESSIONS_PER_USER: '1000',
  PASSWORD_MIN_LENGTH: '8',
  // One address is all the crowd there is; what is counted is counted all the same, over all nodes.
  LIMIT_ACCOUNT_ATTEMPTS: '100000',
  LIMIT_ADDRESS_ATTEMPTS: '100000',
  LIMIT_PUBLIC_REQUESTS: '10000000',
  LIMIT_CALLER_REQUESTS: '10000000',
});
