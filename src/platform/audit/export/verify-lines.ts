import { type Expectations, ExportVerification, type Verdict } from './verify-export.js';
import { linesOf } from './lines-of.js';

/** Checks an export from beginning to end; knows nothing of a database or of settings. */
export async function verifyLines(
  chunks: AsyncIterable<Buffer | string>,
  expected: Expectations,
): Promise<Verdict> {
  const verification = new ExportVerification(expected);
  let isCutOff = false;
  for await (const { text, isWhole } of linesOf(chunks)) {
    verification.take(text);
    isCutOff = !isWhole;
  }
  return verification.verdict(isCutOff);
}
