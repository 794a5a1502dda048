import { existsSync } from 'node:fs';
import { accountsConfig, authConfig, clientsConfig, guessingConfig } from './auth/index.js';
import { apiKeysConfig } from './credentials/api-keys/index.js';
import { breachCheckConfig, passwordsConfig } from './credentials/passwords/index.js';
import { keysConfig } from './keys/index.js';
import { type AnySection, type Configuration, loadConfiguration } from './platform/config/index.js';
import { cryptoConfig } from './platform/crypto/index.js';
import { databaseConfig } from './platform/database/index.js';
import { httpConfig } from './platform/http/index.js';
import { mailConfig } from './platform/mail/index.js';
import { throttlingConfig } from './platform/throttling/index.js';
import { sessionsConfig } from './sessions/index.js';
import { tokensConfig } from './tokens/index.js';

/** Every setting there is, in the order in which docs/configuration.md tells of them. */
export const sections: readonly AnySection[] = [
  httpConfig,
  databaseConfig,
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
];

/**
 * The configuration of this process: its environment, and `.env` for what that does not set.
 *
 * @throws ConfigurationFaults
 */
export function configurationOfProcess(wanted = sections): Configuration {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return loadConfiguration(process.env, wanted);
}
