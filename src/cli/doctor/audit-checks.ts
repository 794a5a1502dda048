import { fail, type Finding, ok, warn } from './finding.js';

export interface AuditFacts {
  /** Whether the newest checkpoint was signed with the key of these settings; undefined where there is none of either. */
  readonly isOurs: boolean | undefined;
  /** Records that wait for their place for more than ten minutes. */
  readonly waiting: number;
}

export function checkAudit({ isOurs, waiting }: AuditFacts): Finding {
  if (isOurs === false)
    return fail(
      'audit',
      'The newest checkpoint of the audit log was not signed with this master key',
      'Set the MASTER_KEY of before. Where that is lost: npm run cli -- audit restart FILE',
    );
  return waiting > 0
    ? warn(
        'audit',
        `${waiting} records of the audit log wait for their place in the chain`,
        'Start a server: each chains them. If one runs, its log says why it does not.',
      )
    : ok('audit', 'The audit log is chained and signed');
}
