import { defineErrors } from '../platform/errors/index.js';

export const UsersErrors = defineErrors('user', {
  notFound: {
    status: 404,
    title: 'There is no such account.',
    help: 'No account has this id; it may have been deleted meanwhile.',
  },
  emailTaken: {
    status: 409,
    title: 'This e-mail address already has an account.',
    help: 'Sign in with it, or register with another address. Addresses are compared without regard to letter case.',
  },
  usernameTaken: {
    status: 409,
    title: 'This username is taken.',
    help: 'Choose another. Usernames are compared without regard to letter case.',
  },
  ownAccount: {
    status: 409,
    title: 'This is your own account.',
    help: 'Nobody administers their own account, and so shuts themselves out: use `/me`, or ask another administrator.',
  },
  isService: {
    status: 409,
    title: 'This account is a service.',
    help: 'A service has neither a password nor an e-mail address: it is known by its API keys.',
  },
});
