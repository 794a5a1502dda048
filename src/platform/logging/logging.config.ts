import { type Config, defineSection, setting } from '../config/index.js';

export const loggingConfig = defineSection('Logs', {
  LOG_LEVEL: setting
    .oneOf(['error', 'warn', 'log', 'debug'])
    .default('log')
    .describe('How much is logged. `debug` tells why each refused request was refused.'),
  LOG_FORMAT: setting
    .oneOf(['pretty', 'json'])
    .optional()
    .describe(
      '`pretty` is for people, `json` for machines: one object a line. Without it: `pretty` on a terminal, `json` elsewhere and in production.',
    ),
  LOG_REQUESTS: setting
    .oneOf(['off', 'debug', 'log'])
    .default('log')
    .describe(
      'The level of the line that is logged of each request. Health checks and `/metrics` are `debug`.',
    ),
});

export type LoggingConfig = Config<typeof loggingConfig>;
export type LogLevel = LoggingConfig['LOG_LEVEL'];
