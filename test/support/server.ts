import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from './client.js';
import { openWorlds } from './open-worlds.js';
import { store } from './store.js';
import { UNLIMITED } from './unlimited.js';

type Environment = Readonly<Record<string, string>>;

/** What a finished process left. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built program (`dist/`) as a process of its own, the way `npm start` runs it. */
export class Server extends Client {
  private constructor(
    url: string,
    readonly folder: string,
    private readonly running: Run,
  ) {
    super(url);
  }

  /** Starts, and waits until it says that it is ready. */
  static async start({
    env = {},
    folder = newFolder(),
  }: { env?: Environment; folder?: string } = {}): Promise<Server> {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const running = new Run('main.js', [], {
      PORT: String(port),
      ...(await settingsIn(folder)),
      ...UNLIMITED,
      ...env,
    });
    const outcome = await Promise.race([running.says('Sallyport is ready'), running.finished]);
    if (outcome) throw new Error(`The server did not start:\n${outcome.stdout}${outcome.stderr}`);
    const server = new Server(url, folder, running);
    openWorlds.add(server);
    return server;
  }

  get output(): string {
    return this.running.stdout + this.running.stderr;
  }

  signal(signal: NodeJS.Signals): void {
    this.running.process.kill(signal);
  }

  get finished(): Promise<Finished> {
    return this.running.finished;
  }

  /** Ends it gently, keeping its files. */
  async stop(): Promise<Finished> {
    openWorlds.delete(this);
    this.signal('SIGTERM');
    return this.finished;
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Runs the built program, or its command line, to its end. */
export function run(
  entry: 'main.js' | 'cli.js',
  args: readonly string[],
  env: Environment,
  input = '',
): Promise<Finished> {
  const running = new Run(entry, args, env);
  running.process.stdin?.end(input);
  return running.finished;
}

/** The command line, to be killed when it has said something on standard error. */
export async function killedWhenItSays(
  text: string,
  args: readonly string[],
  env: Environment,
): Promise<Finished> {
  const running = new Run('cli.js', args, env);
  running.process.stderr?.on('data', () => {
    if (running.stderr.includes(text)) running.process.kill('SIGKILL');
  });
  return running.finished;
}

/** The command line, with a standard output that nobody reads, as behind `| true`. */
export async function unheard(args: readonly string[], env: Environment): Promise<Finished> {
  const running = new Run('cli.js', args, env);
  running.process.stdout?.destroy();
  return running.finished;
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'sallyport-'));

export const settingsIn = async (folder: string): Promise<Environment> => ({
  ...(await store.settingsFor(folder)),
  DATA_DIR: join(folder, 'data'),
});

class Run {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
  stdout = '';
  stderr = '';

  constructor(entry: string, args: readonly string[], env: Environment) {
    const inherited = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };
    this.process = spawn(process.execPath, [resolve('dist/src', entry), ...args], {
      env: { ...inherited, ...env },
    });
    this.process.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.process.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.finished = once(this.process, 'close').then(([code]) => ({
      code: code as number | null,
      stdout: this.stdout,
      stderr: this.stderr,
    }));
  }

  async says(text: string): Promise<undefined> {
    while (this.process.exitCode === null && !this.stdout.includes(text))
      await new Promise((wait) => setTimeout(wait, 20));
  }
}

/** Below the range that outgoing connections use, so that nobody takes it meanwhile. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const probe = createServer();
    const isFree = await new Promise<boolean>((answer) => {
      probe.once('error', () => answer(false)).listen(port, '127.0.0.1', () => answer(true));
    });
    await new Promise((closed) => probe.close(closed));
    if (isFree) return port;
  }
}
