import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { type Answer, Client } from './client.js';
import { openWorlds } from './open-worlds.js';

/** A sample of docs/guides/samples, as a process of its own: `../browser/serve`, or one of `verify/`. */
export class Sample extends Client {
  private constructor(
    url: string,
    private readonly process: ChildProcess,
  ) {
    super(url);
  }

  static async start(name: string, env: Readonly<Record<string, string>>): Promise<Sample> {
    const file = resolve('docs/guides/samples/verify', `${name}.mjs`);
    const running = spawn(process.execPath, [file], {
      env: { PATH: process.env.PATH ?? '', PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const sample = new Sample(await addressOf(name, running), running);
    openWorlds.add(sample);
    return sample;
  }

  /** `GET /reports` with this token, or without any. */
  reports(token?: string): Promise<Answer> {
    return this.get('/reports', token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
  }

  async close(): Promise<void> {
    openWorlds.delete(this);
    const closed = once(this.process, 'close');
    this.process.kill();
    await closed;
  }
}

async function addressOf(name: string, { stdout, stderr }: ChildProcess): Promise<string> {
  let complaints = '';
  stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  for await (const line of stdout ?? []) {
    const [, url] = /^Listening on (\S+)\n/.exec(String(line)) ?? [];
    if (url) return url;
  }
  throw new Error(`${name} did not start:\n${complaints}`);
}
