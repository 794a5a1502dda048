import { parse as parseForm } from 'node:querystring';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import secureJson from 'secure-json-parse';
import { Problem, RequestErrors } from '../errors/index.js';

/** Set in a route's Fastify configuration by routes that take forms; see `OAuthEndpoint`. */
export interface BodyForm {
  readonly acceptsForm?: boolean;
}

/** JSON everywhere, forms only where a route says so, and nothing else: anything more answers 415. */
export function registerBodyParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) =>
      body.length === 0 ? undefined : parseJson(decode(body, request)),
  );
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      const form = request.routeOptions.config as BodyForm | undefined;
      if (!form?.acceptsForm) throw new Problem(RequestErrors.unsupportedMediaType);
      return withoutEmpty(parseForm(wellEncoded(decode(body, request))));
    },
  );
}

/** RFC 6749 §3.2: a parameter without a value is one that was left out. */
const withoutEmpty = (form: object) =>
  Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''));

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A body is UTF-8 (RFC 8259 §8.1), and may not claim to be anything else. */
function decode(body: Buffer, { headers }: FastifyRequest): string {
  const charsets = (headers['content-type'] ?? '').matchAll(/charset\s*=\s*"?([^\s";]*)/gi);
  if ([...charsets].some(([, name]) => name?.toLowerCase() !== 'utf-8'))
    throw new Problem(RequestErrors.unsupportedMediaType, { detail: 'The body must be UTF-8.' });
  try {
    return utf8.decode(body);
  } catch {
    throw new Problem(RequestErrors.malformed, { detail: 'The body is not valid UTF-8.' });
  }
}

/** A form's parser puts U+FFFD for escapes that are not UTF-8, and so would make one of two passwords. */
function wellEncoded(form: string): string {
  try {
    decodeURIComponent(form);
    return form;
  } catch {
    throw new Problem(RequestErrors.malformed, { detail: 'The form is not valid percent-encoded UTF-8.' });
  }
}

const MAX_DEPTH = 32;

/** Counts brackets without recursion; those inside of texts do not count. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (bracket === '[' || bracket === '{') depth += 1;
    else if (bracket === ']' || bracket === '}') depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** Refuses `__proto__` and `constructor.prototype` keys outright, rather than dropping them. */
function parseJson(text: string): unknown {
  if (isTooDeep(text))
    throw new Problem(RequestErrors.malformed, { detail: 'The body is nested too deeply.' });
  const value = read(text);
  if (namesTwice(text))
    throw new Problem(RequestErrors.malformed, { detail: 'The body holds a name twice.' });
  return value;
}

function read(text: string): unknown {
  try {
    return secureJson.parse(text, undefined, { protoAction: 'error', constructorAction: 'error' });
  } catch {
    throw new Problem(RequestErrors.malformed, { detail: 'The body is not valid JSON.' });
  }
}

/** Of valid JSON: whether an object has a name twice. Parsers differ in which one they take (RFC 8259 §4). */
function namesTwice(text: string): boolean {
  const objects: (Set<string> | undefined)[] = [];
  for (const [token, name] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (name !== undefined) {
      const names = objects.at(-1);
      const known = JSON.parse(name) as string;
      if (names?.has(known)) return true;
      names?.add(known);
    } else if (token === '{') objects.push(new Set());
    else if (token === '[') objects.push(undefined);
    else if (token === '}' || token === ']') objects.pop();
  }
  return false;
}
