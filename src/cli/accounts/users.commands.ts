import { Command } from 'commander';
import { explainExitCodes } from '../exit-codes.js';
import { exportUsers } from './users-export.js';
import { importUsers } from './users-import.js';

export const usersCommands = (): Command =>
  new Command('users')
    .description('all accounts at once: move them in from another system, or out to one')
    .addCommand(explainExitCodes(importCommand(), IMPORT_ENDS))
    .addCommand(explainExitCodes(exportCommand(), EXPORT_ENDS));

const importCommand = (): Command =>
  new Command('import')
    .description('take in the accounts of a file, with the password hashes they have')
    .argument('<file>', 'JSON lines (.jsonl, .ndjson) or CSV (.csv), one account a line')
    .option('--format <format>', 'jsonl or csv, where the name of the file does not say')
    .option('--dry-run', 'check every line, and change nothing')
    .option(
      '--report <path>',
      'where refused lines are told, one JSON object each (default: <file>.refused.jsonl)',
    )
    .option(
      '--firebase-config <path>',
      "the lines are Firebase's own users; the file holds the hash_config of its console",
    )
    .addHelpText('after', IMPORT_HELP)
    .action(importUsers);

const IMPORT_HELP = `
Fields: email, and where there is one: id, username, displayName, passwordHash, roles, disabled, createdAt.

It may be run again at any time, also after a crash: what is there already is counted, not repeated.

Example:
  npm run cli -- users import users.jsonl --dry-run`;

const IMPORT_ENDS = {
  0: 'every line is in, or was already',
  1: 'it was stopped by a fault; what was counted is in: run it again',
  2: 'it was not started: a wrong option, or a file that cannot be read',
  3: 'some lines were refused; the report names each with its reason',
};

const exportCommand = (): Command =>
  new Command('export')
    .description('write every account, with its password hash, as `users import` reads it')
    .argument('<file>', 'a new file, which only you may read; - writes to standard output')
    .option('--format <format>', 'jsonl or csv, where the name of the file does not say (- writes jsonl)')
    .addHelpText(
      'after',
      `
The file holds the password hashes of all accounts. Keep it as you keep the database.

Example:
  npm run cli -- users export users.jsonl`,
    )
    .action(exportUsers);

const EXPORT_ENDS = {
  0: 'all accounts are in the file',
  1: 'it was stopped by a fault; there is no file',
  2: 'it was not started: a wrong option, or a file that exists',
};
