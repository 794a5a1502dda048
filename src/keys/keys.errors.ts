import { defineErrors } from '../platform/errors/index.js';

export const KeysErrors = defineErrors('key', {
  fromSettings: {
    status: 409,
    title: 'The signing key comes from the settings.',
    help: '`JWT_ALG=HS256` signs with `JWT_SECRET`: change that, and restart.',
  },
  notFound: {
    status: 404,
    title: 'There is no such trusted key.',
    help: 'No signing key has this name, or it is distrusted already. `GET /admin/keys` lists them.',
  },
});
