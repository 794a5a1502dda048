export { Allowance } from './allowance.js';
export { Counters } from './counters.js';
export { GrowingDelay } from './growing-delay.js';
export { refusal } from './quota.js';
export { ThrottleGuard } from './throttle.guard.js';
export { throttlingConfig } from './throttling.config.js';
export { ThrottlingModule } from './throttling.module.js';
