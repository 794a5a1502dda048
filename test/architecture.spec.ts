import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

/** From the top down. A module may import modules on a lower step, never on its own step or above. */
const STAIRCASE: readonly (readonly string[])[] = [
  ['.'], // the files that put everything together
  ['cli', 'api-docs'],
  ['admin', 'examples'],
  ['auth', 'moving'],
  ['tokens'],
  ['sessions', 'keys'],
  ['credentials/passwords', 'credentials/one-time-tokens', 'credentials/api-keys'],
  ['roles'],
  ['users'],
  ['platform/mail', 'platform/throttling', 'platform/deferred', 'platform/signals'],
  ['platform/audit', 'platform/health', 'platform/redis'],
  ['platform/database', 'platform/metrics', 'platform/http'],
  ['platform/crypto', 'platform/logging', 'platform/tracing'],
  ['platform/config'],
  ['platform/access', 'platform/clock'],
  ['platform/errors'],
];

/** The composition of the application, which the tools beside it open; nothing below knows it. */
const COMPOSITION = [
  'application',
  'app.module',
  'configuration',
  'error-catalogue',
  'schema',
  'start-failure',
  'version',
];

const stepOf = (module: string): number => STAIRCASE.findIndex((step) => step.includes(module));

/** `src/users/x.ts` → `users`; `src/platform/http/x.ts` → `platform/http`; `src/app.module.ts` → `.`. */
function moduleOf(file: string): string {
  const folders = dirname(file).split('/');
  const depth = folders[0] === 'platform' || folders[0] === 'credentials' ? 2 : 1;
  return folders.slice(0, depth).join('/');
}

const sourcesIn = (root: string): string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.[jt]s$/.test(file) && !file.endsWith('.spec.ts'),
  );

const importsOf = (root: string, file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import|import\()\s*'(\.[^']+)'/g)].map(
    ([, path]) => relative(root, resolve(root, dirname(file), path as string)),
  );

/** Without comments and documentation. */
const code = (text: string) => text.replace(/\/\*[^]*?\*\/|\/\/.*|\.describe\([^]*?\)/g, '');

/** Every breach of the staircase under `root`, in words. */
function breaches(root: string): string[] {
  return sourcesIn(root).flatMap((file) => {
    const own = moduleOf(file);
    if (own === 'migrations')
      return importsOf(root, file).map((path) => `${file} imports ${path}: a migration stands alone`);
    if (stepOf(own) < 0) return [`${file} is in no module of the staircase`];
    return importsOf(root, file).flatMap((path) => {
      const other = moduleOf(path);
      if (other === own || own === '.') return entered(own, file, path);
      if (other === '.') {
        const allowed = stepOf(own) <= 1 && COMPOSITION.includes(path.replace(/\.js$/, ''));
        return allowed ? [] : [`${file} imports ${path}, which puts it together`];
      }
      if (stepOf(other) <= stepOf(own)) return [`${file} imports ${path}: ${other} is not below ${own}`];
      return entered(own, file, path);
    });
  });
}

/** A module is entered through its index only. */
function entered(own: string, file: string, path: string): string[] {
  const other = moduleOf(path);
  if (other === own || other === '.' || other === 'migrations' || other === 'cli') return [];
  return path === `${other}/index.js` ? [] : [`${file} enters ${other} by ${path}, not by its index`];
}

describe('The architecture', () => {
  const src = resolve(__dirname, '../src');

  it('is a staircase: no module imports one on its own step or above, nor past its index', () => {
    expect(breaches(src)).toEqual([]);
  });

  it.each([
    [
      'a module that looks up',
      'users/bad.ts',
      "import { X } from '../auth/index.js';",
      'auth is not below users',
    ],
    ['a neighbour', 'sessions/bad.ts', "import { X } from '../keys/index.js';", 'keys is not below sessions'],
    ['an inner file', 'auth/bad.ts', "import { X } from '../users/user.entity.js';", 'not by its index'],
    ['the composition', 'auth/bad.ts', "import { X } from '../app.module.js';", 'which puts it together'],
    ['an attic', 'utils/bad.ts', '', 'in no module of the staircase'],
    ['a late import', 'users/bad.ts', "await import('../auth/index.js')", 'auth is not below users'],
    [
      'a re-export',
      'platform/clock/bad.ts',
      "export * from '../config/index.js';",
      'platform/config is not below',
    ],
  ])('is broken by %s', (_, file, text, words) => {
    const planted = mkdtempSync(join(tmpdir(), 'sallyport-'));
    mkdirSync(join(planted, dirname(file)), { recursive: true });
    writeFileSync(join(planted, file), text);
    expect(breaches(planted)).toEqual([expect.stringContaining(words)]);
    rmSync(planted, { recursive: true });
  });

  it('has no attic', () => {
    const folders = sourcesIn(src).flatMap((file) => dirname(file).split('/'));
    expect(
      folders.filter((name) => ['utils', 'common', 'shared', 'helpers', 'lib', 'misc'].includes(name)),
    ).toEqual([]);
  });

  it('reads the environment in one place', () => {
    const readers = sourcesIn(src).filter((file) =>
      readFileSync(join(src, file), 'utf8').includes('process.env'),
    );
    expect(readers).toEqual(['configuration.ts']);
  });

  it('asks in one place where a request came from, and nowhere which host or scheme it claims', () => {
    const readers = sourcesIn(src).filter((file) =>
      /request\.(ips?|host|hostname|protocol)\b|x-forwarded/i.test(
        code(readFileSync(join(src, file), 'utf8')),
      ),
    );
    expect(readers).toEqual([
      'platform/http/client-address.ts',
      'platform/mail/dev-inbox/from-this-machine.ts', // which believes none of them, and refuses where there are some
    ]);
  });

  it('lets nobody sow a relation that points up: no entity names an inverse side', () => {
    const entities = sourcesIn(src).filter((file) => file.endsWith('.entity.ts'));
    expect(entities.filter((file) => readFileSync(join(src, file), 'utf8').includes('OneToMany'))).toEqual(
      [],
    );
  });
});
