import { Command } from 'commander';
import { explainExitCodes } from '../exit-codes.js';
import { remark, sayEach } from '../say.js';
import { examine } from './examine.js';
import { type Finding, severityOf } from './finding.js';

export const doctorCommand = (): Command =>
  explainExitCodes(
    new Command('doctor')
      .description(
        'what is unsafe or broken in the settings, the files, the database and the server, and its cure',
      )
      .option('--all', 'show also what is well')
      .addHelpText('after', '\nIt changes nothing, and also works where the server refuses to start.')
      .action(diagnose),
    { 0: 'all is well', 1: 'there are warnings', 2: 'something is broken or unsafe' },
  );

async function diagnose({ all }: { all?: boolean }): Promise<void> {
  const findings = await examine(new Date());
  const shown = all ? findings : findings.filter(({ state }) => state !== 'ok');
  sayEach(shown, { human: lineOf, data: (finding) => finding, none: 'All is well.' });
  const well = findings.filter(({ state }) => state === 'ok').length;
  remark(`${well} of ${findings.length} checks are well.`);
  process.exitCode = severityOf(findings);
}

const lineOf = ({ id, state, says, fix }: Finding): string =>
  `${state.padEnd(4)}  ${id.padEnd(20)}  ${says.replace(/\.$/, '')}.${fix ? `\n      ${' '.repeat(20)}  → ${fix}` : ''}`;
