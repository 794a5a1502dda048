import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../scripts/support/free-port.mjs';
import { CORES } from './cores.mjs';
import { Program } from './program.mjs';

export const SERVER = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
export const program = (name) => fileURLToPath(new URL(`../programs/${name}.mjs`, import.meta.url));

const folders = new Set();
process.once('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder on the file system of BENCH_DIR, or else of temporary files; it goes when the bench ends. */
export function newFolder() {
  const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'sallyport-bench-'));
  folders.add(folder);
  return folder;
}

/** Everything as nobody has configured it, but for the limits on guessing: one address is all the crowd there is. */
export const settings = (folder, port) => ({
  HOST: '127.0.0.1',
  PORT: String(port),
  PUBLIC_URL: 'http://localhost:3000',
  DATABASE_PATH: join(folder, 'sallyport.sqlite'),
  DATA_DIR: folder,
  LOG_LEVEL: 'error',
  ACCESS_TOKEN_TTL: '60m',
  LIMIT_ACCOUNT_ATTEMPTS: '0',
  LIMIT_ADDRESS_ATTEMPTS: '0',
  LIMIT_CLIENT_ATTEMPTS: '0',
  LIMIT_PASSWORD_FAILURES: '0',
  LIMIT_PUBLIC_REQUESTS: '10000000', // counted as ever, and never reached
  LIMIT_CALLER_REQUESTS: '10000000',
});

/** The built server, or another program that speaks like it, ready on a port of its own. */
export async function startServer(folder, { file = SERVER, env = {}, args = [] } = {}) {
  const port = await freePort();
  const server = new Program(file, { args, cores: CORES.server, env: { ...settings(folder, port), ...env } });
  await server.says('Sallyport is ready');
  return Object.assign(server, { url: `http://127.0.0.1:${port}` });
}
