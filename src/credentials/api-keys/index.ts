export { isApiKey } from './api-key-format.js';
export { ApiKeyUses } from './api-key-uses.js';
export { ApiKey } from './api-key.entity.js';
export { apiKeysConfig } from './api-keys.config.js';
export { ApiKeysErrors } from './api-keys.errors.js';
export { ApiKeysModule } from './api-keys.module.js';
export { ApiKeys, type ApiKeyWish, type MadeApiKey } from './api-keys.service.js';
