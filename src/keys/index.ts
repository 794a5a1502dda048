export { type Algorithm, signBytes, verifyBytes } from './algorithms.js';
export { KeyRing, ROTATION } from './key-ring.js';
export { type KeyStanding, standingsOf as keyStandingsOf } from './key-standing.js';
export type { SigningKey } from './signing-key.js';
export { KeysErrors } from './keys.errors.js';
export { keysConfig } from './keys.config.js';
export { KeysModule } from './keys.module.js';
export { SigningKeyRow } from './signing-key.entity.js';
