export { loggerOf } from './logger-of.js';
export { loggingConfig } from './logging.config.js';
export { PrettyLogger } from './pretty-logger.js';
export { logRequests } from './request-log.js';
export { followRequests } from './request-scope.js';
