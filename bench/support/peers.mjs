import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';
import { freePort } from '../../scripts/support/free-port.mjs';
import { CORES } from './cores.mjs';
import { Program } from './program.mjs';
import { newFolder } from './server.mjs';

const FOLDER = fileURLToPath(new URL('../peers/', import.meta.url));
const MODULES = join(FOLDER, 'node_modules');

const installed = () => {
  const [mark, lock] = [join(MODULES, '.package-lock.json'), join(FOLDER, 'package-lock.json')];
  return existsSync(mark) && statSync(mark).mtimeMs >= statSync(lock).mtimeMs;
};

/** What Sallyport is compared with is no dependency of it: it is installed when it is first asked for. */
export function preparePeers(tell) {
  if (!installed()) {
    tell('installing bench/peers (where SQLite has to be compiled, that takes minutes)');
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: FOLDER,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  compileTutorial();
}

function compileTutorial() {
  const { code } = transformSync(readFileSync(join(FOLDER, 'tutorial.ts'), 'utf8'), {
    swcrc: false,
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
    module: { type: 'es6' },
  });
  mkdirSync(join(FOLDER, 'built'), { recursive: true });
  writeFileSync(
    join(FOLDER, 'built', 'tutorial.mjs'),
    code.replaceAll('./password-hash.mjs', '../password-hash.mjs'),
  );
}

const FILES = { bare: 'bare.mjs', tutorial: join('built', 'tutorial.mjs'), betterAuth: 'better-auth.mjs' };

/**
 * A peer on a port and a database of its own.
 *
 * @param hash `own`: what it comes with; `argon2id`: Sallyport's
 */
export async function startPeer(name, hash = 'argon2id') {
  const port = await freePort();
  const env = {
    PORT: String(port),
    DATABASE_PATH: join(newFolder(), 'peer.sqlite'),
    BENCH_HASH: hash,
    NODE_ENV: 'production',
  };
  const server = new Program(join(FOLDER, FILES[name]), { cores: CORES.server, env });
  await server.says('ready');
  return Object.assign(server, { url: `http://127.0.0.1:${port}` });
}
