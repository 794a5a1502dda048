export { HealthChecks } from './health-checks.js';
export { healthConfig } from './health.config.js';
export { HealthModule } from './health.module.js';
