import type { Readable } from 'node:stream';
import { OperatorError } from '../../platform/errors/index.js';
import type { ImportLine } from '../move-in.service.js';

/** Characters. Longer than any account, short enough to hold in memory. */
const LONGEST = 1_000_000;

/** One JSON object a line; empty lines are passed over. */
export async function* readJsonLines(input: Readable): AsyncGenerator<ImportLine> {
  let line = 0;
  for await (const typed of linesOf(input)) {
    line++;
    const text = line === 1 ? typed.replace(/^\ufeff/, '') : typed;
    if (line === 1 && text.startsWith('[')) throw notLines('holds one JSON array');
    if (text.trim() !== '') yield { line, ...parsed(text) };
  }
}

/** The parser's own words would quote the line, and with it a hash. */
function parsed(text: string): { value: unknown } | { fault: string } {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { fault: 'is not a JSON object on one line' };
  }
}

async function* linesOf(input: Readable): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of input.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST) throw notLines(`has a line of more than ${LONGEST} characters`);
    yield* lines;
  }
  if (rest !== '') yield rest;
}

const notLines = (what: string) =>
  new OperatorError(`The file ${what}. It must hold one object a line: jq -c '.[]' users.json > users.jsonl`);
