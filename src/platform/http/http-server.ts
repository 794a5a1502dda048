import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import { Logger } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  Problem,
  ProblemFilter,
  RequestErrors,
  ServerErrors,
  StrictValidationPipe,
} from '../errors/index.js';
import { answerBrokenHttp } from './broken-http.js';
import { registerBodyParsers } from './body-parsers.js';
import { type HttpConfig, isHttps } from './http.config.js';
import { keepRequestContext } from './request-context.js';
import { checkRequestHeads } from './request-head.js';
import { ROUTER_OPTIONS } from './route-finder.js';
import { headersOfRefusal, registerSecurityHeaders } from './security-headers.js';

export const createAdapter = (config: HttpConfig): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit: config.BODY_LIMIT,
    trustProxy: config.TRUSTED_PROXIES.length > 0 && [...config.TRUSTED_PROXIES],
    requestTimeout: config.REQUEST_TIMEOUT * 1000,
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    http: { requireHostHeader: false }, // Node would answer without a body; request-head.ts does
    routerOptions: ROUTER_OPTIONS,
    clientErrorHandler: answerBrokenHttp,
    // A path that is not valid percent-encoding never reaches a route.
    frameworkErrors: (cause: Error, request: FastifyRequest, reply: FastifyReply) => {
      const detail = 'The path is not valid percent-encoding.';
      reply.headers({ ...headersOfRefusal, 'x-request-id': request.id });
      new ProblemFilter().answer(new Problem(RequestErrors.malformed, { detail, cause }), request, reply);
    },
  });

/** Everything between the socket and a controller that is the same for every route. */
export async function configureHttp(app: NestFastifyApplication, config: HttpConfig): Promise<void> {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  warnOfSharedAddress(config);
  await registerSecurityHeaders(fastify, config);
  checkRequestHeads(fastify);
  await fastify.register(cookie);
  if (config.CORS_ORIGINS.length > 0) {
    await fastify.register(cors, {
      origin: config.CORS_ORIGINS,
      credentials: true,
      methods: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
      allowedHeaders: ['authorization', 'content-type', 'x-csrf-token'],
      exposedHeaders: ['ratelimit', 'ratelimit-policy', 'retry-after', 'www-authenticate', 'x-request-id'],
      maxAge: 600,
      strictPreflight: false,
    });
  }
  registerBodyParsers(fastify);
  keepRequestContext(fastify);
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(new StrictValidationPipe());
  finishGracefully(fastify);
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
}

/** TLS ends at a proxy, and who does not know it takes all callers for one. */
function warnOfSharedAddress(config: HttpConfig): void {
  if (isHttps(config) && config.TRUSTED_PROXIES.length === 0)
    new Logger('Http').warn(
      'PUBLIC_URL is https, but TRUSTED_PROXIES is empty: behind a proxy, all callers count as one address.',
    );
}

/** How long an accepted request may take once the server is asked to stop. */
const GRACE = 10_000;

/**
 * Lets accepted requests finish. Their connections were not idle when closing began, so each is told to close
 * with its answer; without that, a client that keeps it alive keeps the process alive.
 */
function finishGracefully(fastify: FastifyInstance): void {
  let closing = false;
  fastify.addHook('preClose', async () => {
    closing = true;
    setTimeout(() => fastify.server.closeAllConnections(), GRACE).unref();
  });
  fastify.addHook('onRequest', async () => {
    if (closing) throw new Problem(ServerErrors.unavailable, { because: 'the server is stopping' });
  });
  fastify.addHook('onSend', async (_, reply) => {
    if (closing) reply.header('connection', 'close');
  });
}
