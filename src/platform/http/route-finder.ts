import { maxHeaderSize } from 'node:http';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Route } from '../access/index.js';

/** How long an id in a path may be is for its route to say. */
export const ROUTER_OPTIONS = { maxParamLength: maxHeaderSize };

const ASKED = 'x-asked';
const FOUND = 'x-found';

/**
 * Which route a request would come to, by the server's own router, so that it reads a path as the server does: letter
 * case, slashes, percent-encoding. It has the routes and nothing behind them.
 */
export class RouteFinder {
  private readonly router: FastifyInstance;

  constructor(private readonly routes: readonly Route[]) {
    this.router = fastify({
      routerOptions: ROUTER_OPTIONS,
      // `inject` would tidy the path up, as a browser does; the server takes it as it came.
      rewriteUrl: ({ headers }) => decodeURIComponent(String(headers[ASKED])),
      frameworkErrors: (_: Error, __: FastifyRequest, reply: FastifyReply) => void reply.code(400).send(''),
    });
    for (const [index, { method, path }] of routes.entries())
      this.router.route({
        method,
        url: path,
        handler: (_: FastifyRequest, reply: FastifyReply) => reply.header(FOUND, index).send(''),
      });
  }

  /** @param path as it stands in the request line, query included */
  async find(method: string, path: string): Promise<Route | 'malformed' | undefined> {
    const headers = { [ASKED]: encodeURIComponent(path) };
    const answer = await this.router.inject({ method: method as 'GET', url: '/', headers });
    if (answer.statusCode === 400) return 'malformed';
    const found = answer.headers[FOUND];
    return found === undefined ? undefined : this.routes[Number(found)];
  }
}
