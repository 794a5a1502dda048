export { OneTimeToken } from './one-time-token.entity.js';
export { OneTimeTokensErrors } from './one-time-tokens.errors.js';
export { OneTimeTokensModule } from './one-time-tokens.module.js';
export { OneTimeTokens } from './one-time-tokens.service.js';
