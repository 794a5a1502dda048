import { defineErrors, type ErrorEntry, ServerErrors } from '../../platform/errors/index.js';

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
  tooCommon: {
    status: 400,
    title: 'The password is too common.',
    help: 'It is in a list of common passwords, or is one of them with other letter case, digits for letters, or digits and signs around it; or it repeats a few characters or follows rows of keys. Use several words that do not belong together, or let a password manager make one.',
  },
  tooPersonal: {
    status: 400,
    title: 'The password is made of names that others know.',
    help: 'Little is left of it without the e-mail address, the username and the display name of the account, the name of the service, digits and signs. Names may be part of a longer password.',
  },
  breached: {
    status: 400,
    title: 'The password is known from a breach.',
    help: 'The service at `BREACH_CHECK_URL` has seen it in stolen data. Use another one here, and wherever else it is in use.',
  },
});

/** What a route can answer that takes a new password. */
export const newPasswordErrors: readonly ErrorEntry[] = [
  ...Object.values(PasswordsErrors),
  ServerErrors.overloaded,
];
