export { type Bell } from './bell.js';
export { PostgresBell } from './postgres-bell.js';
export { RedisBell } from './redis-bell.js';
export { Signals } from './signals.js';
export { SignalsModule } from './signals.module.js';
