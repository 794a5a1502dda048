import type { FastifyInstance } from 'fastify';
import { Problem, RequestErrors } from '../errors/index.js';

/** Fields of which Node keeps the first and hides the others; whoever stands before this server may keep the last. */
const SINGLE = new Set(['host', 'authorization', 'content-type']);

/** Refuses what HTTP forbids and Node lets by, or answers without a body. */
export function checkRequestHeads(fastify: FastifyInstance): void {
  // An expectation that is not understood may be ignored (RFC 9110 §10.1.1).
  fastify.server.on('checkExpectation', (request, response) =>
    fastify.server.emit('request', request, response),
  );
  fastify.addHook('onRequest', async ({ raw: { rawHeaders, headers, httpVersion } }) => {
    if (headers.host === undefined && httpVersion === '1.1') throw malformed('There is no Host header.'); // RFC 9112 §3.2
    const twice = repeated(rawHeaders);
    if (twice) throw malformed(`The header ${twice} stands there twice.`);
    // The body parsers would read compressed bytes as if they were text (RFC 9110 §8.4).
    if (headers['content-encoding'] !== undefined) throw new Problem(RequestErrors.unsupportedMediaType);
  });
}

const malformed = (detail: string) => new Problem(RequestErrors.malformed, { detail });

function repeated(rawHeaders: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    if (!SINGLE.has(name)) continue;
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}
