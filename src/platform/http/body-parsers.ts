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
    async (_: FastifyRequest, body: Buffer) => (body.length === 0 ? undefined : parseJson(decode(body))),
  );
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      const form = request.routeOptions.config as BodyForm | undefined;
      if (!form?.acceptsForm) throw new Problem(RequestErrors.unsupportedMediaType);
      return withoutEmpty(parseForm(decode(body)));
    },
  );
}

/** RFC 6749 §3.2: a parameter without a value is one that was left out. */
const withoutEmpty = (form: object) =>
  Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''));

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new Problem(RequestErrors.malformed, { detail: 'The body is not valid UTF-8.' });
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
  try {
    return secureJson.parse(text, undefined, { protoAction: 'error', constructorAction: 'error' });
  } catch {
    throw new Problem(RequestErrors.malformed, { detail: 'The body is not valid JSON.' });
  }
}
