export { AccessModule } from './access.module.js';
export { type AccessRule, readAccessRule, UNLIMITED } from './access-rule.js';
export {
  type AuthenticatedRequest,
  CurrentUser,
  Public,
  RequirePermissions,
  Roles,
  SessionOnly,
  TakesExpiredTokens,
  Unlimited,
} from './decorators.js';
export { PerHandler } from './per-handler.js';
export {
  type Principal,
  type Proof,
  type SessionPrincipal,
  TOKEN_MEMORY,
  type TokenTransport,
} from './principal.js';
export { type Route, RouteTable } from './route-table.js';
