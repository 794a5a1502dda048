export { cryptoConfig } from './crypto.config.js';
export { CryptoModule } from './crypto.module.js';
export { loadMasterKey, MasterKey } from './master-key.js';
export { Sealer } from './sealer.js';
export { digestOf, equalSecrets, hmac, looksLikeSecret, randomSecret } from './secrets.js';
