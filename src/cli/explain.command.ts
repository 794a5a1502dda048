import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { type Explanation, Explanations, QuestionDto } from '../admin/index.js';
import { OperatorError } from '../platform/errors/index.js';
import { EXIT, explainExitCodes, misused, prepared } from './exit-codes.js';
import { say } from './say.js';
import { validated } from './validated.js';
import { withApplication } from './with-application.js';

interface ExplainOptions {
  readonly tokenStdin?: boolean;
  readonly tokenFile?: string;
  readonly user?: string;
  readonly route?: string;
  readonly permission?: string;
}

const ENDS = {
  0: 'it would be let in',
  [EXIT.stopped]: 'it could not be told: no such account, or a fault',
  [EXIT.misused]: 'it was not asked: a wrong option, no route of that form, or no token that can be read',
  [EXIT.someRefused]: 'it would be refused',
};

export const explainCommand = (): Command => explainExitCodes(explaining(), ENDS);

const explaining = () =>
  new Command('explain')
    .description('why a token or an account is let in or refused: every check, and its outcome')
    .option('--token-stdin', 'read the token or API key from standard input')
    .option('--token-file <path>', 'read it from a file')
    .option('--user <account>', 'instead of a token: an id, an e-mail address or a username')
    .option('--route <route>', 'what it is to be let in to, such as "GET /reports"')
    .option('--permission <name>', 'instead of a route: a permission')
    .addHelpText('after', HELP)
    .action(explain);

const HELP = `
A token is no argument, for other processes and the history of the shell would keep it.

Examples:
  npm run cli -- explain --token-stdin --route "GET /reports" < token.txt
  npm run cli -- explain --user ada@example.com --permission reports:read`;

async function explain(options: ExplainOptions): Promise<void> {
  const question = prepared(() => questionOf(options));
  if (!question) return;
  const asked = await validated(QuestionDto, question).catch(misused);
  if (!asked) return;
  const explanation = await withApplication((app) => app.get(Explanations, { strict: false }).explain(asked));
  say(linesOf(explanation), explanation);
  if (!explanation.verdict.allowed) process.exitCode = EXIT.someRefused;
}

function questionOf({ tokenStdin, tokenFile, user, route, permission }: ExplainOptions): QuestionDto {
  if ([tokenStdin, tokenFile, user].filter((given) => given !== undefined).length !== 1)
    throw new OperatorError('Give one of --token-stdin, --token-file and --user.');
  if ((route === undefined) === (permission === undefined))
    throw new OperatorError('Give either --route or --permission.');
  return {
    ...(user === undefined ? { token: readToken(tokenFile) } : { user }),
    ...(route === undefined ? {} : { route }),
    ...(permission === undefined ? {} : { permission }),
  };
}

function readToken(file: string | undefined): string {
  const token = readFileSync(file ?? 0, 'utf8').trim();
  if (token === '') throw new OperatorError(`${file ?? 'Standard input'} is empty.`);
  return token;
}

function linesOf({ subject, access, steps, verdict }: Explanation): string {
  const { kind, userId, roles } = subject;
  const who = [kind, userId && `of ${userId}`, roles && `with ${roles.join(', ') || 'no role'}`];
  const width = Math.max(...steps.map(({ check }) => check.length));
  const lines = steps.map(
    ({ check, outcome, because }) => `${MARKS[outcome]}  ${check.padEnd(width)}  ${because}`,
  );
  const outcome = verdict.allowed ? 'allowed' : `refused: ${verdict.status} ${verdict.code} ${verdict.title}`;
  return [`${who.filter(Boolean).join(' ')} → ${access}`, ...lines, outcome].join('\n');
}

const MARKS = { passed: 'passed     ', failed: 'FAILED     ', notReached: 'not reached' };
