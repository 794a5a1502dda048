import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { TRACER } from './span.js';
import { isTracing } from './start-tracing.js';

/**
 * A span for each request, by OpenTelemetry's conventions for HTTP servers; below that of the caller, where it sent
 * `traceparent`. `url.path` and `url.query` are left out: they are whatever a stranger wrote.
 */
export function traceRequests(fastify: FastifyInstance): void {
  if (!isTracing()) return;
  const spans = new WeakMap<FastifyRequest, { span: Span; around: Context }>();
  fastify.addHook('onRequest', (request, _, done) => {
    const parent = propagation.extract(ROOT_CONTEXT, request.headers);
    const span = spanOf(request, parent);
    const around = trace.setSpan(parent, span);
    spans.set(request, { span, around });
    context.with(around, done);
  });
  // A body comes by the events of its socket, which know no request.
  fastify.addHook('preValidation', (request, _, done) => {
    context.with(spans.get(request)?.around ?? context.active(), done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request)?.span;
    if (span) end(span, reply);
    done();
  });
}

function spanOf({ id, method, routeOptions }: FastifyRequest, parent: Context): Span {
  const route = routeOptions.url;
  const attributes = {
    'http.request.method': method,
    ...(route !== undefined && { 'http.route': route }),
    'sallyport.request.id': id,
  };
  const name = route === undefined ? method : `${method} ${route}`;
  return trace.getTracer(TRACER).startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
}

function end(span: Span, { statusCode }: FastifyReply): void {
  span.setAttribute('http.response.status_code', statusCode);
  if (statusCode >= 500) {
    span.setAttribute('error.type', String(statusCode));
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}
