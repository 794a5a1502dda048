import { Command } from 'commander';
import { type Config, loadConfiguration } from '../../platform/config/index.js';
import {
  closeSource,
  type Copied,
  copyDatabase,
  databaseConfig,
  openDatabase,
  openSource,
} from '../../platform/database/index.js';
import { OperatorError } from '../../platform/errors/index.js';
import { schema } from '../../schema.js';
import { asking, installationOf } from './installation.js';
import { showCopying } from './copy-progress.js';
import { EXIT, explainExitCodes, prepared } from '../exit-codes.js';
import { say } from '../say.js';

interface CopyOptions {
  readonly from: string;
  readonly to: string;
  readonly force?: boolean;
}

type DatabaseConfig = Config<typeof databaseConfig>;

const ENDS = {
  0: 'all of it is there, and the counts agree',
  [EXIT.stopped]: 'it was stopped by a fault, or the target refused; nothing was copied',
  [EXIT.misused]: 'it was not started: a wrong option',
};

export const copyCommand = (): Command => explainExitCodes(copying(), ENDS);

const copying = () =>
  new Command('copy')
    .description('move an installation into another database, with all that it holds')
    .requiredOption('--from <database>', 'the one to read, such as sqlite:data/sallyport.sqlite')
    .requiredOption('--to <database>', 'an empty one, such as postgres://sallyport@db.internal/sallyport')
    .option(
      '--force',
      'copy although a server is at work on the source: what it writes from now on is left out',
    )
    .addHelpText('after', HELP)
    .action(copy);

const HELP = `
Stop the server first. All is copied in one transaction, and rows are counted on both sides: it arrives whole, or not at all.
The master key is in no database: the new installation needs the MASTER_KEY or the master.key of the old one.
Other processes see the arguments of this one: leave the password out of the URL, and set PGPASSWORD or use ~/.pgpass.

Example:
  npm run cli -- db copy --from sqlite:data/sallyport.sqlite --to postgres://sallyport@127.0.0.1/sallyport`;

async function copy({ from, to, ...options }: CopyOptions): Promise<void> {
  const places = prepared(() => placesOf(from, to));
  if (places) tell(await copyBetween(...places, options));
}

function placesOf(from: string, to: string): [DatabaseConfig, DatabaseConfig] {
  if (from === to) throw new OperatorError('--from and --to are the same database.');
  return [databaseOf(from, '--from'), databaseOf(to, '--to')];
}

function databaseOf(text: string, option: string): DatabaseConfig {
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(text)?.[1];
  const isUrl = /^postgres(ql)?:/.test(text) && URL.canParse(text);
  if (path === undefined && !isUrl)
    throw new OperatorError(`${option} must be sqlite:PATH or postgres://USER@HOST/DATABASE.`);
  const settings = path === undefined ? { DATABASE_URL: text } : { DATABASE_PATH: path };
  return loadConfiguration(settings, [databaseConfig]).of(databaseConfig);
}

async function copyBetween(from: DatabaseConfig, to: DatabaseConfig, { force = false }): Promise<Copied> {
  const source = await openSource(from, { force });
  try {
    await assertAnother(from, to);
    const target = await openDatabase(to, schema);
    const progress = showCopying();
    try {
      return await copyDatabase(source, target, progress);
    } finally {
      progress.end();
      await target.destroy();
    }
  } finally {
    await closeSource(source);
  }
}

/** Nobody can open the source meanwhile: where the target is the same database, we would wait for ourselves. */
async function assertAnother(from: DatabaseConfig, to: DatabaseConfig): Promise<void> {
  if (from.DATABASE_URL === undefined || to.DATABASE_URL === undefined) return;
  const look = "SELECT pg_try_advisory_xact_lock(hashtextextended('migrations', 0)) AS free";
  const [turn] = await asking(installationOf(to), to, (rows) => rows<{ free: boolean }>(look)).catch(
    () => [],
  );
  if (turn?.free === false)
    throw new OperatorError('The target is the source itself, or somebody is opening it at this moment.');
}

function tell(tables: Copied): void {
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
  const counts = Object.entries(tables).map(([name, count]) => `${name}  ${count}`);
  const outcome = `Copied ${rows} rows; the counts of all tables agree.`;
  say([...counts, outcome].join('\n'), { rows, tables });
}
