export { type Algorithm, signBytes, verifyBytes } from './algorithms.js';
export { KeyRing } from './key-ring.js';
export type { KeyStanding } from './key-standing.js';
export type { SigningKey } from './signing-key.js';
export { keysConfig } from './keys.config.js';
export { KeysModule } from './keys.module.js';
export { SigningKeyRow } from './signing-key.entity.js';
