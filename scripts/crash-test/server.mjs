import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.mjs';

const PROGRAM = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const START_LIMIT = 30_000;
const ANSWER_LIMIT = 15_000;
const PATIENCE = 500;

/** In seconds; longer than a start may take, so that what a kill left unanswered can still be asked for again. */
export const REPLAY_WINDOW = 60;

/** A request without an answer: nobody knows whether it was carried out. */
export class Unanswered extends Error {
  constructor(request, cause) {
    super(`${request} got no answer`, { cause });
    this.request = request;
  }
}

/** None outlives this process. */
const running = new Set();
process.once('exit', () => running.forEach((server) => server.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** The built program as a process of its own, on a folder that outlives it. */
export class Server {
  isKilled = false;
  output = '';
  #url;
  #process;
  #exited;
  /** The path whose next answer is the server's last. */
  #fatal;

  constructor(folder, port, env) {
    this.#url = `http://127.0.0.1:${port}`;
    this.#process = spawn(process.execPath, [PROGRAM], { env: { ...settings(folder, port), ...env } });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream.on('data', (chunk) => (this.output += chunk));
    this.#exited = once(this.#process, 'close');
    running.add(this.#process);
  }

  /** Resolves once it says that it is ready. */
  static async start(folder, env = {}) {
    const server = new Server(folder, await freePort(), env);
    const limit = Date.now() + START_LIMIT;
    while (!server.output.includes('Sallyport is ready')) {
      if (server.hasEnded || Date.now() > limit) {
        await server.kill();
        throw new Error(`The server did not start:\n${server.output}`);
      }
      await wait(5);
    }
    return server;
  }

  get hasEnded() {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** SIGKILL: nothing is flushed, closed or said. */
  async kill() {
    this.#strike();
    await this.#exited;
    running.delete(this.#process);
  }

  /** SIGKILL in the very moment in which a request to that path was answered; half a second later, if none is. */
  async killOnAnswer(path) {
    this.#fatal = path;
    await Promise.race([this.#exited, wait(PATIENCE)]);
    await this.kill();
  }

  /** @throws Unanswered unless the whole answer arrived */
  async send(method, path, { token, body } = {}) {
    const headers = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    };
    const signal = AbortSignal.timeout(ANSWER_LIMIT);
    const call = { method, headers, signal, ...(body && { body: JSON.stringify(body) }) };
    const { status, text } = await this.#fetch(path, call).catch((error) => {
      throw new Unanswered(`${method} ${path}`, error);
    });
    return { status, body: text === '' ? undefined : JSON.parse(text) };
  }

  async #fetch(path, call) {
    const response = await fetch(this.#url + path, call);
    const text = await response.text();
    if (path === this.#fatal) this.#strike();
    return { status: response.status, text };
  }

  #strike() {
    this.isKilled = true;
    this.#process.kill('SIGKILL');
  }
}

const settings = (folder, port) => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  HOST: '127.0.0.1',
  PORT: String(port),
  PUBLIC_URL: 'http://localhost:3000', // the port changes at every start, the issuer must not
  DATABASE_PATH: join(folder, 'sallyport.sqlite'),
  DATA_DIR: folder,
  LOG_LEVEL: 'error',
  ACCESS_TOKEN_TTL: '60m', // a token that is refused was revoked, and did not just expire
  REFRESH_REPLAY_WINDOW: `${REPLAY_WINDOW}s`,
  SESSIONS_PER_USER: '1000',
  PASSWORD_MIN_LENGTH: '8',
  // One address is all the crowd there is.
  LIMIT_ACCOUNT_ATTEMPTS: '0',
  LIMIT_ADDRESS_ATTEMPTS: '0',
  LIMIT_PUBLIC_REQUESTS: '0',
  LIMIT_CALLER_REQUESTS: '0',
});
