import type { Steps } from '../database/migration-steps.js';
import { fail, type Finding, ok, warn } from './finding.js';

/** What was read from the database, all of it as numbers. Times are milliseconds since 1970. */
export interface Stored {
  readonly steps: Steps;
  /** `ok`, or what SQLite complains of. */
  readonly integrity: string;
  readonly isWritable: boolean;
  /** Milliseconds by which the clock of the database is ahead of this one. */
  readonly skew: number;
  readonly administrators: number;
  readonly passwords: number;
  /** Passwords whose hash is not one of today's cost. */
  readonly weakHashes: number;
  readonly lateMails: number;
  readonly lostMails: number;
  /** Sessions that should have been removed. */
  readonly leftovers: number;
}

export const checkStored = (stored: Stored): Finding[] => [
  ...migrations(stored.steps),
  stored.integrity === 'ok'
    ? ok('database.integrity', 'The database is whole')
    : fail(
        'database.integrity',
        `The database is damaged: ${stored.integrity}`,
        'Restore the last backup: db restore.',
      ),
  stored.isWritable
    ? ok('database.writable', 'The database takes writes')
    : fail(
        'database.writable',
        'The database takes no writes',
        'Let the user of the server own the file and its folder; or name the primary in DATABASE_URL.',
      ),
  clock(stored.skew),
  administrators(stored.administrators),
  passwords(stored),
  ...mails(stored),
  stored.leftovers === 0
    ? ok('sweeping', 'What is over was removed')
    : warn(
        'sweeping',
        `${stored.leftovers} sessions are long over and still there`,
        'Start a server: each removes what is over.',
      ),
];

function migrations({ pending, unknown }: Steps): Finding[] {
  if (unknown.length > 0)
    return [
      fail(
        'database.migrations',
        `The database was migrated by a newer version: ${unknown.join(', ')}`,
        'Run that version, or restore the backup from before the upgrade.',
      ),
    ];
  return pending.length > 0
    ? [
        warn(
          'database.migrations',
          `${pending.length} migrations are pending`,
          'Run: npm run cli -- db migrate',
        ),
      ]
    : [ok('database.migrations', 'Every migration has run')];
}

function clock(skew: number): Finding {
  const says = `The clock of the database differs by ${Math.abs(skew)} ms`;
  const fix = 'Let both machines set their clock by NTP.';
  if (Math.abs(skew) > 30_000) return fail('clock', says, fix);
  return Math.abs(skew) > 2_000 ? warn('clock', says, fix) : ok('clock', says);
}

function administrators(count: number): Finding {
  if (count > 1) return ok('administrators', `${count} people administer this`);
  return count === 1
    ? warn(
        'administrators',
        'There is one administrator only',
        'Give a second one the role, for the day the first is gone.',
      )
    : fail(
        'administrators',
        'Nobody administers this',
        'Run: npm run cli -- user create --email you@example.com --role admin',
      );
}

const passwords = ({ passwords: all, weakHashes }: Stored): Finding =>
  weakHashes === 0
    ? ok('passwords', `All of ${all} passwords are hashed at today's cost`)
    : warn(
        'passwords',
        `${weakHashes} of ${all} passwords have hashes that were imported or cost less than is asked for today`,
        'Each is hashed anew at its next sign-in; ask those who never come to reset theirs.',
      );

function mails({ lateMails, lostMails }: Stored): Finding[] {
  const late = lateMails > 0;
  const lost = lostMails > 0;
  if (!late && !lost) return [ok('mail.outbox', 'No mail is late')];
  const fix =
    'Look for "mail" in the server\'s log, mend SMTP_URL, and try: npm run cli -- mail test you@example.com';
  return [
    ...(late ? [warn('mail.outbox', `${lateMails} mails wait for more than ten minutes`, fix)] : []),
    ...(lost ? [warn('mail.outbox', `${lostMails} mails were given up within a week`, fix)] : []),
  ];
}
