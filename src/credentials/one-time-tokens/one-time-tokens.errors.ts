import { defineErrors } from '../../platform/errors/index.js';

export const OneTimeTokensErrors = defineErrors('oneTimeToken', {
  invalid: {
    status: 400,
    title: 'This link is not valid any more.',
    help: 'A mailed token is good once and for a short time, and not after the password or the e-mail address was changed. Ask for a new mail.',
  },
});
