export type { TokenIdentity, TokenStanding } from './revocation-index.js';
export { Revocation } from './revocation.entity.js';
export { Revocations } from './revocations.service.js';
export { type SessionStanding, standingOf } from './session-standing.js';
export { type EndReason, Session, type SessionTransport, type TokenFormat } from './session.entity.js';
export { sessionsConfig } from './sessions.config.js';
export { SessionsModule } from './sessions.module.js';
export { SessionsService, type SignInContext } from './sessions.service.js';
