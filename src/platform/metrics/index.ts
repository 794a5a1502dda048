export { measureRequests } from './http-metrics.js';
export { metricsConfig } from './metrics.config.js';
export { MetricsErrors } from './metrics.errors.js';
export { Metrics } from './metrics.js';
export { MetricsModule } from './metrics.module.js';
