export { AccessTokens } from './access-tokens.service.js';
export { OpaqueToken } from './opaque/opaque-token.entity.js';
export type { Presenter } from './refresh/refresh-policy.js';
export { RefreshToken } from './refresh/refresh-token.entity.js';
export { type TokenGrant, TokenGrants } from './token-grants.service.js';
export { tokensConfig } from './tokens.config.js';
export { TokensErrors } from './tokens.errors.js';
export { TokensModule } from './tokens.module.js';
export type { VerifiedToken } from './verified-token.js';
