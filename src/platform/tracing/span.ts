import { type Attributes, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { isTracing } from './start-tracing.js';

/** Whose spans these are. */
export const TRACER = 'sallyport';

/** A piece of the work for a request, as a span of its trace. Outside of one, and without tracing, it just runs. */
export async function spanned<T>(
  name: string,
  run: () => Promise<T>,
  attributes: Attributes = {},
): Promise<T> {
  if (!isTracing() || !trace.getActiveSpan()) return run();
  return within(trace.getTracer(TRACER).startSpan(name, { attributes }), run);
}

/** Work that no request waits for: a trace of its own. */
export async function traced<T>(
  name: string,
  run: () => Promise<T>,
  attributes: Attributes = {},
): Promise<T> {
  if (!isTracing()) return run();
  const options = { kind: SpanKind.CLIENT, root: true, attributes };
  return within(trace.getTracer(TRACER).startSpan(name, options), run);
}

/** Of an error only its class is told: its text may repeat what somebody sent. */
async function within<T>(span: Span, run: () => Promise<T>): Promise<T> {
  try {
    return await context.with(trace.setSpan(context.active(), span), run);
  } catch (error) {
    span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
