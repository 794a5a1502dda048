import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from './metrics.js';

/** Node's parser knows many more, and a stranger could make a time series of each. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Measures every request, by the template of its route; all paths without a route are one. */
export function measureRequests(fastify: FastifyInstance, metrics: Metrics): void {
  const observe = metrics.histogramBy('http_request_duration_seconds', 'How long requests took, by route.', [
    'method',
    'route',
    'status',
  ]);
  fastify.addHook('onResponse', (request, reply, done) => {
    observe(labelsOf(request, reply), reply.elapsedTime / 1000);
    done();
  });
}

const labelsOf = ({ method, routeOptions }: FastifyRequest, { statusCode }: FastifyReply) => ({
  method: METHODS.has(method) ? method : 'other',
  route: routeOptions.url ?? 'none',
  status: statusCode,
});
