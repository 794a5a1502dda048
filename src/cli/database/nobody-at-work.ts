import { OperatorError } from '../../platform/errors/index.js';
import { asking, type Connecting, type Installation } from './installation.js';
import { SqliteFile } from './sqlite-file.js';

const DAMAGED = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT']);

const STOP = 'Stop every server of this database first: they remember what was verified.';

/** @throws OperatorError while a server, or another command, has the database open */
export async function assertNobodyIsAtWork(
  installation: Installation,
  config: Connecting = { DATABASE_CONNECT_TIMEOUT: 5 },
): Promise<void> {
  if (installation.store === 'sqlite') return assertUnopened(installation.path);
  const others = await asking(installation, config, (rows) =>
    rows<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'sallyport'",
    ),
  );
  if (others.length > 0) throw new OperatorError(`${others.length} connections are at work. ${STOP}`);
}

/** Leaving WAL needs the file alone, and brings everything into it; the server that starts next returns to WAL. */
async function assertUnopened(path: string): Promise<void> {
  await SqliteFile.with(path, (file) => file.rows('PRAGMA journal_mode = DELETE'), 'write').catch(
    (error: NodeJS.ErrnoException) => {
      if (DAMAGED.has(error.code ?? '')) return; // nobody can work with it
      if (error.code !== 'SQLITE_BUSY') throw error;
      throw new OperatorError(`${path} is in use. ${STOP}`);
    },
  );
}
