import { defineErrors } from '../platform/errors/index.js';

export const UsersErrors = defineErrors('user', {
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
