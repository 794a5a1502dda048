import { Command } from 'commander';
import { configurationOfProcess } from '../../configuration.js';
import { databaseConfig, openDatabase } from '../../platform/database/index.js';
import { schema } from '../../schema.js';
import { OperatorError } from '../../platform/errors/index.js';
import { say } from '../say.js';
import { withApplication } from '../with-application.js';
import { backUp } from './backup.js';
import { copyCommand } from './copy.js';
import { endIssued, type Ended, forgetSigningKeys } from './end-issued.js';
import { asking, installationOf, placeOf } from './installation.js';
import { stepsOf } from './migration-steps.js';
import { assertNobodyIsAtWork } from './nobody-at-work.js';
import { restore } from './restore.js';
import { type DatabaseStatus, statusOf } from './status.js';

export const databaseCommands = (): Command =>
  new Command('db')
    .description('the database: its state, its migrations, backups')
    .addCommand(
      new Command('status')
        .description('where it is, how large, and which migrations it has; changes nothing')
        .action(status),
    )
    .addCommand(
      new Command('migrate')
        .description('run the migrations that are pending, as every start of a server does')
        .action(migrate),
    )
    .addCommand(
      new Command('backup')
        .description('write all of it, as it is at one moment, into a new file; also while servers write')
        .argument('<file>', 'a new file, which only you may read')
        .addHelpText('after', BACKUP_HELP)
        .action(backup),
    )
    .addCommand(restoreCommand())
    .addCommand(copyCommand())
    .addCommand(
      new Command('end-issued')
        .description('end all that was issued, after a restore with other means: every session, key and link')
        .option(
          '--new-master-key',
          'the MASTER_KEY is another one: forget the signing keys that were sealed with the old one',
        )
        .addHelpText('after', END_HELP)
        .action(end),
    );

const BACKUP_HELP = `
SQLite is copied by VACUUM INTO; PostgreSQL by pg_dump, in its custom format, which must be installed.
The file holds password hashes and sealed keys. The master key is not in it: keep that too, in another place.`;

const END_HELP = `
A database that was put back does not know what was revoked since. Stop every server, then run this. \`db restore\`
does it by itself.`;

const restoreCommand = () =>
  new Command('restore')
    .description('put a backup in the place of the database, and end all that was issued')
    .argument('<file>', 'what `db backup` wrote')
    .option(
      '--replace',
      'although there is a database; it is kept: a file of SQLite beside it, on PostgreSQL as schema before_…',
    )
    .option('--keep-issued', 'let sessions, keys and links of the backup live: those revoked since would too')
    .addHelpText('after', RESTORE_HELP)
    .action(restoreFrom);

const RESTORE_HELP = `
Stop every server first. The master key must be the one that the backup was made with.
What was revoked since the backup must stay dead, and the backup does not know of it: so everybody signs in again,
API keys are made anew, and mailed links are void.`;

const databaseSettings = () => {
  const config = configurationOfProcess([databaseConfig]).of(databaseConfig);
  return { config, installation: installationOf(config) };
};

async function status(): Promise<void> {
  const { config, installation } = databaseSettings();
  if (installation.store === 'sqlite') assertThere(installation);
  const found = await statusOf(installation, config);
  say(linesOf(found), found);
}

function assertThere({ path, exists }: { path: string; exists: boolean }): void {
  if (!exists) throw new OperatorError(`There is no database at ${path}. The first start makes it.`);
}

async function migrate(): Promise<void> {
  const { config, installation } = databaseSettings();
  const isNew = installation.store === 'sqlite' && !installation.exists;
  const before = isNew
    ? []
    : await asking(installation, config, (rows) => stepsOf(rows, installation)).then(({ done }) => done);
  await (await openDatabase(config, schema)).destroy();
  const { done } = await asking(installation, config, (rows) => stepsOf(rows, installation));
  const ran = done.filter((name) => !before.includes(name));
  const said = ran.length > 0 ? `Ran ${ran.length}: ${ran.join(', ')}` : 'No migration was pending';
  say(said, { ran, place: placeOf(installation) });
}

async function backup(file: string): Promise<void> {
  const { installation } = databaseSettings();
  const bytes = await backUp(installation, file);
  say(
    `${placeOf(installation)} is in ${file}, ${bytes} bytes. The master key is not: back it up elsewhere.`,
    { file, bytes, store: installation.store },
  );
}

async function restoreFrom(file: string, wishes: Parameters<typeof restore>[2]): Promise<void> {
  const { config, installation } = databaseSettings();
  const outcome = await restore(installation, file, wishes, config);
  const kept = outcome.before ? `\nThe database before is ${outcome.before}.` : '';
  say(`${file} is in place. ${endedIn(outcome.ended)}${kept}`, { file, ...outcome });
}

async function end({ newMasterKey = false }: { newMasterKey?: boolean }): Promise<void> {
  const { config, installation } = databaseSettings();
  if (installation.store === 'sqlite') assertThere(installation);
  await assertNobodyIsAtWork(installation, config);
  if (newMasterKey) await forgetSigningKeys(installation, config);
  const ended = await withApplication(endIssued);
  say(endedIn(ended), { ended });
}

const endedIn = (ended: Ended | null): string =>
  ended
    ? `Ended: ${ended.sessions} sessions, ${ended.apiKeys} API keys, ${ended.links} mailed links, and all that ${ended.signingKeys} signing keys signed.${ended.secretSigns ? SECRET_SIGNS : ''}`
    : 'What was issued lives on.';

const SECRET_SIGNS =
  ' JWT_SECRET signs here, and its tokens live on: change it, or wait for ACCESS_TOKEN_TTL before you start.';

function linesOf({ store, place, bytes, walBytes, done, pending, unknown, rows }: DatabaseStatus): string {
  const counts = Object.entries(rows).map(([table, count]) => `  ${table.padEnd(20)} ${count}`);
  return [
    `Store       ${store}, ${place}`,
    `Size        ${bytes} bytes${walBytes === null ? '' : `, and ${walBytes} in the write-ahead log`}`,
    `Migrations  ${done.length} done, ${pending.length} pending`,
    ...pending.map((name) => `  pending   ${name}`),
    ...unknown.map((name) => `  unknown   ${name}: of a newer version`),
    store === 'postgres' ? 'Rows, as the statistics have them' : 'Rows',
    ...counts,
  ].join('\n');
}
