import { JsonLogger } from './json-logger.js';
import type { LoggingConfig } from './logging.config.js';
import { PrettyLogger } from './pretty-logger.js';
import type { ServerLogger } from './server-logger.js';

/** The logger that the settings ask for; without one, the one that fits who reads. */
export function loggerOf(
  { LOG_FORMAT, LOG_LEVEL }: LoggingConfig,
  { isProduction, isTerminal }: { isProduction: boolean; isTerminal: boolean },
): ServerLogger {
  const format = LOG_FORMAT ?? (isTerminal && !isProduction ? 'pretty' : 'json');
  return format === 'pretty' ? PrettyLogger.at(LOG_LEVEL) : new JsonLogger(LOG_LEVEL);
}
