import { existsSync } from 'node:fs';
import { accountsConfig, authConfig, clientsConfig, guessingConfig } from './auth/index.js';
import { apiKeysConfig } from './credentials/api-keys/index.js';
import { breachCheckConfig, passwordsConfig } from './credentials/passwords/index.js';
import { keysConfig } from './keys/index.js';
import { auditConfig } from './platform/audit/index.js';
import { type AnySection, type Configuration, loadConfiguration } from './platform/config/index.js';
import { cryptoConfig } from './platform/crypto/index.js';
import { databaseConfig } from './platform/database/index.js';
import { healthConfig } from './platform/health/index.js';
import { httpConfig } from './platform/http/index.js';
import { loggingConfig } from './platform/logging/index.js';
import { mailConfig } from './platform/mail/index.js';
import { redisConfig } from './platform/redis/index.js';
import { metricsConfig } from './platform/metrics/index.js';
import { throttlingConfig } from './platform/throttling/index.js';
import { tracingConfig } from './platform/tracing/index.js';
import { sessionsConfig } from './sessions/index.js';
import { tokensConfig } from './tokens/index.js';

/** Every setting there is, in the order in which docs/configuration.md tells of them. */
export const sections: readonly AnySection[] = [
  httpConfig,
  healthConfig,
  loggingConfig,
  metricsConfig,
  tracingConfig,
  databaseConfig,
  redisConfig,
  cryptoConfig,
  keysConfig,
  tokensConfig,
  sessionsConfig,
  passwordsConfig,
  breachCheckConfig,
  apiKeysConfig,
  accountsConfig,
  authConfig,
  clientsConfig,
  throttlingConfig,
  guessingConfig,
  mailConfig,
  auditConfig,
];

/**
 * The configuration of this process: its environment, and `.env` for what that does not set.
 *
 * @param instead values in place of those that are set
 * @throws ConfigurationFaults
 */
export function configurationOfProcess(
  wanted = sections,
  instead: Readonly<Record<string, string>> = {},
): Configuration {
  return loadConfiguration({ ...environmentOfProcess(), ...instead }, wanted);
}

/** What this process was given; also what a program that it starts is given. */
export function environmentOfProcess(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}
