import { createPublicKey, type KeyObject } from 'node:crypto';
import { createReadStream, fstatSync, openSync, readFileSync, type ReadStream } from 'node:fs';
import {
  AuditChain,
  AuditInspection,
  AuditKey,
  nameOfKey,
  type Place,
  type Verdict,
  verifyLines,
} from '../../platform/audit/index.js';
import { OperatorError } from '../../platform/errors/index.js';
import { prepared } from '../exit-codes.js';
import { remark, say } from '../say.js';
import { withApplication } from '../with-application.js';

/** What `audit verify` ends with, beside the codes of every command; `--help` explains them. */
export const VERDICT = { proven: 0, tampered: 3, unproven: 4 } as const;

interface Options {
  readonly key?: string;
  readonly expect?: Place;
}

/** What was verified, beside what was found. */
interface Outcome {
  readonly verdict: Verdict;
  readonly isPinned: boolean;
  /** Records of the database that have no place in the chain yet. */
  readonly open?: number;
}

export async function verifyAudit(file: string | undefined, options: Options): Promise<void> {
  const job = prepared(() => ({ publicKey: options.key === undefined ? undefined : readKey(options.key) }));
  if (!job) return;
  const outcome =
    file === undefined
      ? await verifyDatabase(job.publicKey, options.expect)
      : await verifyFile(file, job.publicKey, options.expect);
  if (!outcome) return;
  process.exitCode = exitCodeOf(outcome);
  say(storyOf(outcome), summaryOf(outcome));
}

export async function showAuditKey(): Promise<void> {
  await withApplication(async (app) => {
    const key = app.get(AuditKey);
    const kid = nameOfKey(key.publicKey);
    say(key.publicPem.trimEnd(), { kid, publicKey: key.publicPem });
    remark(`Its name is ${kid}.`);
  });
}

async function verifyDatabase(pinned: KeyObject | undefined, place: Place | undefined): Promise<Outcome> {
  return withApplication(async (app) => {
    if (pinned && !pinned.equals(app.get(AuditKey).publicKey))
      throw new OperatorError('This server signs with another key than that of --key.');
    const verdict = await app.get(AuditInspection).verdict(place);
    return { verdict, isPinned: true, open: await app.get(AuditChain).openTail() };
  });
}

async function verifyFile(
  path: string,
  publicKey: KeyObject | undefined,
  place: Place | undefined,
): Promise<Outcome | undefined> {
  const stream = path === '-' ? process.stdin : prepared(() => openExport(path));
  if (!stream) return undefined;
  return { verdict: await verifyLines(stream, { publicKey, place }), isPinned: publicKey !== undefined };
}

function openExport(path: string): ReadStream {
  const fd = openSync(path, 'r');
  if (fstatSync(fd).isDirectory()) throw new OperatorError(`${path} is a folder.`);
  return createReadStream(path, { fd });
}

function readKey(path: string): KeyObject {
  const text = readFileSync(path, 'utf8');
  try {
    const key = createPublicKey(text);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // it is none
  }
  throw new OperatorError(`${path} is not a key that \`audit key\` printed.`);
}

const isSelection = ({ header }: Verdict): boolean => header?.filter !== null;

function exitCodeOf({ verdict, isPinned }: Outcome): number {
  if (verdict.fault) return VERDICT.tampered;
  const isProven = isPinned && !isSelection(verdict) && !verdict.isExpectedGone;
  return isProven ? VERDICT.proven : VERDICT.unproven;
}

function summaryOf(outcome: Outcome): object {
  const { verdict, isPinned, open } = outcome;
  const { fault = null, records, footer, isExpectedGone } = verdict;
  const isProven = exitCodeOf(outcome) === 0;
  const { since = null, until = null, at = null, kid = null } = footer ?? {};
  return {
    isProven,
    fault,
    records,
    since,
    until,
    at,
    kid,
    isPinned,
    isSelection: isSelection(verdict),
    isExpectedGone,
    open,
  };
}

function storyOf({ verdict, isPinned, open }: Outcome): string {
  const { fault, records, footer, header } = verdict;
  if (fault)
    return `TAMPERED WITH (${fault.kind}${fault.line > 0 ? `, line ${fault.line}` : ''}): ${fault.story}`;
  if (!footer || !header) return 'There is nothing to verify.';
  const { since, until, at } = footer;
  const span = `records ${since.position + 1} to ${until.position}`;
  const signed = `signed at ${at} by ${footer.kid}`;
  const lines = isSelection(verdict)
    ? [`Unaltered since it was exported: ${records} records, selected from ${span}; ${signed}.`, SELECTION]
    : [
        `${isPinned ? 'Proven' : 'Consistent'}: ${span}, ${records} of them, all there and unaltered; ${signed}.`,
      ];
  if (verdict.isExpectedGone) lines.push(GONE);
  if (!isPinned) lines.push(UNPINNED);
  if (open) lines.push(`${open} more are committed and wait for their place.`);
  lines.push(`To find later whether the log was put back, keep: --expect ${until.position}:${until.hash}`);
  return lines.join('\n');
}

const SELECTION = 'It is a selection: what it leaves out cannot be seen from it.';
const GONE =
  'NOT PROVEN: the record of --expect is older than the log, from which AUDIT_RETENTION has removed it. Keep the newest.';
const UNPINNED =
  'NOT PROVEN: this is by the key that the file itself names. Compare it: --key FILE, from `audit key`.';
