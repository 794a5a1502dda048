import { errorCatalogue } from '../../src/error-catalogue.js';
import type { Answer } from './client.js';
import type { Difference } from './database-watch.js';
import type { NamedOperation, OpenApiDocument } from './openapi.js';

/** Tables that a refused request may write, because what happened is on record, or that are written after an answer. */
const RECORDS = ['audit_events', 'deferred_work', 'one_time_tokens', 'outgoing_mails'];

const KNOWN_CODES = new Set(errorCatalogue.map(({ code }) => code));

/** What is wrong with an answer, by what the document says of its operation. */
export function faultsOfAnswer(
  document: OpenApiDocument,
  operation: NamedOperation,
  answer: Answer,
): string[] {
  const { status, body, headers } = answer;
  if (status >= 500) return [`is a fault of the server: ${status} ${JSON.stringify(body)}`];
  const described = operation.responses[status];
  if (!described) return [`is a ${status}, which is not documented: ${JSON.stringify(body)}`];
  const type = headers.get('content-type')?.split(';')[0];
  const media = type === undefined ? undefined : described.content?.[type];
  if (!media) {
    const isEmptyAsPromised = !described.content && !type && body === '';
    return isEmptyAsPromised ? [] : [`is ${status} ${type ?? 'without a type'}, which is not documented`];
  }
  const faults = document
    .misfits(body, media.schema)
    .map((fault) => `is no ${status} as documented: ${fault}`);
  if (status < 400) return faults;
  if (!KNOWN_CODES.has(body.code)) faults.push(`has a code of no catalogue: ${body.code}`);
  if (!(body.code in (media.examples ?? {})))
    faults.push(`is ${status} ${body.code}, which is not documented`);
  return faults;
}

/** What a request must not have written. */
export function faultsOfEffect(
  { status }: Answer,
  differences: readonly Difference[],
  protectedIds: readonly string[],
): string[] {
  const isForeign = ({ before = '', after = '' }: Difference) =>
    protectedIds.some((id) => before.includes(id) || after.includes(id));
  const written = differences.filter(({ table }) => !RECORDS.includes(table));
  const faults = status >= 400 ? written : written.filter(isForeign);
  return faults.map(
    ({ table, before, after }) =>
      `${status >= 400 ? 'is a refusal, and yet' : 'is not about this account, and yet'} ` +
      `${table} was changed from ${before ?? 'nothing'} to ${after ?? 'nothing'}`,
  );
}
