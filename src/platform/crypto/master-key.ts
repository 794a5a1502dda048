import { hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { OperatorError } from '../errors/index.js';
import type { Config } from '../config/index.js';
import type { cryptoConfig } from './crypto.config.js';

/** What a derived key is for. A purpose never shares its key with another. */
export type KeyPurpose =
  | 'sealing'
  | 'csrf'
  | 'refresh-succession'
  | 'guessing'
  | 'device-cookie'
  | 'moving-in'
  | 'audit'
  | 'audit-record'
  | 'redis';

/** The root of the server's own secrets. Only keys derived from it are ever used. */
export class MasterKey {
  readonly #root: Buffer;

  constructor(
    root: Buffer,
    /** The file it was found or made in, when a development start keeps it itself. */
    readonly developmentFile?: string,
  ) {
    this.#root = root;
  }

  /** 32 bytes by HKDF-SHA-256 (RFC 5869). */
  derive(purpose: KeyPurpose): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#root, '', `sallyport/1/${purpose}`, 32));
  }
}

/**
 * The one that is configured, or else that of the development file, which is made where there is none.
 *
 * @throws OperatorError where that file holds no key
 */
export function loadMasterKey(config: Config<typeof cryptoConfig>): MasterKey {
  const configured = config.MASTER_KEY ?? config.MASTER_KEY_FILE;
  if (configured) return new MasterKey(Buffer.from(configured, 'base64'));
  const file = resolve(join(config.DATA_DIR, 'master.key'));
  return new MasterKey(readOrMake(file), file);
}

/** Written aside and then linked: of two starts at once one wins, and nobody ever reads half a key. */
function readOrMake(file: string): Buffer {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length < 32)
    throw new OperatorError(`${file} does not hold a master key. Restore it, or delete it to begin anew.`);
  return key;
}
