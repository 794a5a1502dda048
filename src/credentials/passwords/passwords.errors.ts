import { defineErrors } from '../../platform/errors/index.js';

export const PasswordsErrors = defineErrors('password', {
  tooShort: {
    status: 400,
    title: 'The password is too short.',
    help: 'Use at least as many characters as `detail` says; several words with spaces do well.',
  },
  tooLong: {
    status: 400,
    title: 'The password is too long.',
    help: 'Use at most 256 characters.',
  },
});
