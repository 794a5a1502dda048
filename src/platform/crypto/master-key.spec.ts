import { hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { loadMasterKey, MasterKey } from './master-key.js';

const ROOT = randomBytes(32);

describe('The master key', () => {
  const key = new MasterKey(ROOT);

  it('derives 32 bytes by HKDF-SHA-256, the same every time', () => {
    const expected = Buffer.from(hkdfSync('sha256', ROOT, '', 'sallyport/1/csrf', 32));
    expect(key.derive('csrf')).toEqual(expected);
    expect(new MasterKey(ROOT).derive('csrf')).toEqual(expected);
  });

  it('derives another key for every purpose, and never hands out itself', () => {
    const derived = (['sealing', 'csrf', 'refresh-succession'] as const).map((purpose) =>
      key.derive(purpose).toString('hex'),
    );
    expect(new Set([...derived, ROOT.toString('hex')]).size).toBe(4);
  });

  it('does not show itself to a log', () => {
    const shown = inspect(key, { showHidden: true, depth: 5 }) + JSON.stringify(key);
    for (const encoding of ['hex', 'base64'] as const)
      expect(shown).not.toContain(ROOT.toString(encoding).slice(0, 12));
    expect(shown).not.toContain([...ROOT.subarray(0, 6)].join(','));
    expect(shown).not.toContain(ROOT.toString('hex').match(/../g)!.slice(0, 6).join(' '));
  });
});

describe('Loading the master key', () => {
  let folder: string;

  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'sallyport-key-')), 'data');
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

  const load = (configured: { MASTER_KEY?: string; MASTER_KEY_FILE?: string } = {}) =>
    loadMasterKey({ MASTER_KEY: undefined, MASTER_KEY_FILE: undefined, DATA_DIR: folder, ...configured });
  const file = () => join(folder, 'master.key');

  it.each(['MASTER_KEY', 'MASTER_KEY_FILE'] as const)('takes %s, and makes no file', (name) => {
    const key = load({ [name]: ROOT.toString('base64') });
    expect(key.derive('csrf')).toEqual(new MasterKey(ROOT).derive('csrf'));
    expect(key.developmentFile).toBeUndefined();
    expect(existsSync(folder)).toBe(false);
  });

  it('makes a key where none is configured, and says in which file', () => {
    const key = load();
    expect(key.developmentFile).toBe(file());
    const kept = Buffer.from(readFileSync(file(), 'utf8'), 'base64');
    expect(kept).toHaveLength(32);
    expect(key.derive('csrf')).toEqual(new MasterKey(kept).derive('csrf'));
  });

  it('makes another key for every folder', () => {
    const first = load().derive('csrf');
    rmSync(folder, { recursive: true });
    expect(load().derive('csrf')).not.toEqual(first);
  });

  it('lets only the owner read the file it makes', () => {
    load();
    expect((statSync(file()).mode & 0o777).toString(8)).toBe('600');
  });

  it('finds its key again at the next start', () => {
    const first = load().derive('csrf');
    chmodSync(file(), 0o400);
    expect(load().derive('csrf')).toEqual(first);
  });

  it('does not replace a file that holds no key, but says what to do', () => {
    load();
    writeFileSync(file(), 'too short\n');
    expect(() => load()).toThrow(
      `${file()} does not hold a master key. Restore it, or delete it to begin anew.`,
    );
    expect(readFileSync(file(), 'utf8')).toBe('too short\n');
  });
});
