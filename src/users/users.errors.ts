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
});
