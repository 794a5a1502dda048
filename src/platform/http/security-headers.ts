import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { type HttpConfig, isHttps } from './http.config.js';

/** The API answers data, so a browser that is tricked into showing an answer may do nothing with it. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Swagger UI: its own scripts, calls to this server only; it styles its elements inline. */
const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/** Of an answer to what never became a request, so that no hook saw it. */
export const headersOfRefusal = {
  'cache-control': 'no-store',
  'content-security-policy': API_POLICY,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export async function registerSecurityHeaders(fastify: FastifyInstance, config: HttpConfig): Promise<void> {
  await fastify.register(helmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: isHttps(config) && { maxAge: 31_536_000, includeSubDomains: true },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
  });
  fastify.addHook('onRequest', async (request, reply) => {
    const policy = request.url.startsWith('/docs') ? DOCS_POLICY : API_POLICY;
    reply.headers({
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'x-request-id': request.id,
    });
  });
}
