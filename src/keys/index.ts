export { type Algorithm, signBytes, verifyBytes } from './algorithms.js';
export { KeyRing, type SigningKey } from './key-ring.js';
export { keysConfig } from './keys.config.js';
export { KeysModule } from './keys.module.js';
export { SigningKeyRow } from './signing-key.entity.js';
