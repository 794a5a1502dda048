import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LoggingConfig } from './logging.config.js';

const scope = new AsyncLocalStorage<string>();

/** The id of the request that the running code works for, where that is followed. */
export const requestIdInScope = (): string | undefined => scope.getStore();

/** Before Node 24 a storage in use halves what an event loop gets done: see docs/decisions/0021-observability.md. */
const IS_CHEAP = Number.parseInt(process.versions.node) >= 24;

/** Follows each request through what it awaits, so that every line tells of which request it is. */
export function followRequests(fastify: FastifyInstance, { LOG_LEVEL }: LoggingConfig): void {
  if (!IS_CHEAP && LOG_LEVEL !== 'debug') return;
  const within = ({ id }: FastifyRequest, _: unknown, done: () => void) => scope.run(id, done);
  fastify.addHook('onRequest', within);
  fastify.addHook('preValidation', within); // a body comes by the events of its socket, which know no request
}
