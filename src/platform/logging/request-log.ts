import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AuthenticatedRequest } from '../access/index.js';
import type { LogLine } from './log-line.js';
import type { LoggingConfig } from './logging.config.js';

/** Asked every few seconds by machines. */
const ROUTINE = /^\/(health\/|metrics$)/;

/** One line a request. Its route is the template: in the path itself a stranger may write what they like. */
export function logRequests(fastify: FastifyInstance, { LOG_REQUESTS }: LoggingConfig): void {
  if (LOG_REQUESTS === 'off') return;
  const log = new Logger('Request');
  fastify.addHook('onResponse', (request, reply, done) => {
    const line = lineOf(request, reply);
    const level = ROUTINE.test(line.route) ? 'debug' : LOG_REQUESTS;
    log[level](line);
    done();
  });
}

function lineOf(
  request: FastifyRequest & AuthenticatedRequest,
  reply: FastifyReply,
): LogLine & { readonly route: string } {
  const { id: requestId, method, principal } = request;
  const route = request.routeOptions.url ?? '(no route)';
  const status = reply.statusCode;
  const ms = Math.round(reply.elapsedTime * 10) / 10;
  const msg = `${method} ${route} ${status} ${ms} ms${principal ? ` user=${principal.userId}` : ''}`;
  return { msg, requestId, method, route, status, ms, userId: principal?.userId };
}
