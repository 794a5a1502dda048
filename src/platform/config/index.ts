export { ConfigModule } from './config.module.js';
export { Configuration, ConfigurationFaults, loadConfiguration } from './load-configuration.js';
export { type AnySection, type Config, defineSection } from './section.js';
export * as setting from './settings.js';
