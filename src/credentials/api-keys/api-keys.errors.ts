import { defineErrors } from '../../platform/errors/index.js';

export const ApiKeysErrors = defineErrors('apiKey', {
  notFound: {
    status: 404,
    title: 'There is no such API key.',
    help: 'The id is not that of an API key of this account, or the key was revoked already. `GET /api-keys` lists them.',
  },
  tooMany: {
    status: 409,
    title: 'This account has as many API keys as it may have.',
    help: 'Revoke one that is not used any more; `lastUsedAt` in `GET /api-keys` tells. `API_KEYS_PER_USER` sets the limit.',
  },
  scopeNotHeld: {
    status: 400,
    title: 'A key cannot be given a permission that its owner does not have.',
    help: 'Each of `scopes` must be the name of a permission that one of the owner’s roles grants at this moment. `detail` names the others.',
  },
});
