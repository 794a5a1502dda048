export { DeferredModule } from './deferred.module.js';
export { DeferredWork } from './deferred-work.js';
export { DeferredWorkRow } from './deferred-work.entity.js';
