import { Command, InvalidArgumentError } from 'commander';
import type { Place } from '../../platform/audit/index.js';
import { exportAudit } from './audit-export.js';
import { restartAudit } from './audit-restart.js';
import { showAuditKey, VERDICT, verifyAudit } from './audit-verify.js';
import { EXIT, explainExitCodes } from '../exit-codes.js';

export const auditCommands = (): Command =>
  new Command('audit')
    .description('the audit log: export it, prove that nobody changed it')
    .addCommand(exportCommand())
    .addCommand(verifyCommand())
    .addCommand(
      new Command('restart')
        .description(
          'begin the log anew where this server cannot continue it, such as with a new MASTER_KEY after the old one was lost',
        )
        .argument('<file>', 'a new file for what there is of the log, unproven; only you may read it')
        .action(restartAudit),
    )
    .addCommand(
      new Command('key')
        .description(
          'print the public key that the log is signed with; keep it where the server cannot write',
        )
        .action(showAuditKey),
    );

const exportCommand = (): Command =>
  explainExitCodes(
    new Command('export')
      .description('write the log as JSON lines, with a signed end')
      .argument('[file]', 'a new file, which only you may read; - writes to standard output', '-')
      .option('--since <time>', 'records not before, such as 2026-11-21 or 2026-11-21T09:30:00Z', instant)
      .option('--until <time>', 'records before', instant)
      .option('--type <type>', 'records of this type, such as session.opened')
      .option('--user <account>', 'records about this account: its e-mail address, username or id')
      .addHelpText('after', EXPORT_HELP)
      .action(exportAudit),
    EXPORT_ENDS,
  );

const EXPORT_HELP = `
With an option it is a selection: that the file is unaltered can be proven, what it leaves out cannot.

Example:
  npm run cli -- audit export audit.jsonl`;

const verifyCommand = (): Command =>
  explainExitCodes(
    new Command('verify')
      .description('prove that a log is complete and unaltered, or name the first record that is not')
      .argument(
        '[file]',
        'an export; - reads standard input. Needs no server, no database and no settings. Without it: the log in the database',
      )
      .option('--key <file>', 'the public key, as `audit key` printed it when the server could be trusted')
      .option('--expect <place>', 'a record that is known from before, as POSITION:HASH', place)
      .addHelpText('after', VERIFY_HELP)
      .action(verifyAudit),
    VERIFY_ENDS,
  );

const VERIFY_HELP = `
Example:
  npm run cli -- audit verify audit.jsonl --key audit.pem`;

const EXPORT_ENDS = {
  0: 'it is written',
  [EXIT.stopped]: 'it was stopped by a fault; there is no file',
  [EXIT.misused]: 'it was not started: a wrong option, or a file that exists',
};

const VERIFY_ENDS = {
  [VERDICT.proven]: 'proven: complete and unaltered, up to the signed end',
  [EXIT.stopped]: 'it was stopped by a fault',
  [EXIT.misused]: 'it was not started: a wrong option, or a file that cannot be read',
  [VERDICT.tampered]: 'tampered with, or cut off: the first fault is named',
  [VERDICT.unproven]:
    'consistent, but not proven: no --key was given, the file is a selection, or --expect is older than the log',
};

function instant(text: string): Date {
  const time = /^\d{4}-\d\d-\d\d(T.*(Z|[+-]\d\d:\d\d))?$/.test(text) ? new Date(text) : new Date(NaN);
  if (!Number.isNaN(time.getTime())) return time;
  throw new InvalidArgumentError('It must be a time such as 2026-11-21 or 2026-11-21T09:30:00Z.');
}

function place(text: string): Place {
  const [, position, hash] = /^(\d{1,10}):([\w-]{43})$/.exec(text) ?? [];
  if (position !== undefined && hash !== undefined) return { position: Number(position), hash };
  throw new InvalidArgumentError('It must be POSITION:HASH, as `audit verify` prints it.');
}
