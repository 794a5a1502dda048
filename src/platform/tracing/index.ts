export { spanned, traced } from './span.js';
export { startTracing } from './start-tracing.js';
export { traceRequests } from './trace-requests.js';
export { tracingConfig } from './tracing.config.js';
export { TracingModule } from './tracing.module.js';
