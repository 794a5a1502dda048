import type { ErrorEntry } from './catalogue.js';
import type { OAuthErrorBody, ProblemBody } from './problem-bodies.js';
import type { Problem } from './problem.js';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: object;
}

/** Relative, so that it holds wherever the server stands. */
const typeOf = (entry: ErrorEntry): string => `/docs/errors#${entry.code}`;

export function problemAnswer(problem: Problem, traceId: string): Answer {
  const { entry, context } = problem;
  const body: ProblemBody = {
    type: typeOf(entry),
    title: entry.title,
    status: entry.status,
    code: entry.code,
    ...(context.detail && { detail: context.detail }),
    traceId,
    ...(context.errors && { errors: context.errors }),
    ...(entry.oauth && { error: entry.oauth }),
  };
  const headers = {
    ...challenge(entry),
    ...context.headers,
    'content-type': 'application/problem+json; charset=utf-8',
  };
  return { status: entry.status, headers, body };
}

/** RFC 6749 §5.2: the OAuth endpoints answer with `error` and `error_description`; `code` and `traceId` are extras. */
export function oauthAnswer(problem: Problem, traceId: string): Answer {
  const { entry, context } = problem;
  const fields = context.errors?.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ');
  const body: OAuthErrorBody = {
    error: entry.oauth ?? 'invalid_request',
    error_description: fields ?? context.detail ?? entry.title,
    code: entry.code,
    traceId,
  };
  // RFC 6749 §5.2: an invalid_client answer names the scheme; here Basic, which is how clients authenticate.
  // One that takes tokens as well names Bearer where a token was what was wrong.
  const headers: Record<string, string> =
    entry.oauth === 'invalid_client' ? { 'www-authenticate': 'Basic realm="sallyport"' } : challenge(entry);
  return {
    status: entry.status,
    headers: { ...headers, ...context.headers, 'content-type': 'application/json; charset=utf-8' },
    body,
  };
}

/** RFC 6750 §3: 401, and what is wrong with the header or too little in the token, name the scheme; the error only where there was a token. */
function challenge({ status, title, oauth, challenges }: ErrorEntry): Record<string, string> {
  if (status !== 401 && !challenges && oauth !== 'insufficient_scope') return {};
  const details = oauth ? `, error="${oauth}", error_description="${title}"` : '';
  return { 'www-authenticate': `Bearer realm="sallyport"${details}` };
}
