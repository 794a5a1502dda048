import { defineErrors } from '../platform/errors/index.js';

export const AuthErrors = defineErrors('auth', {
  tokenMissing: {
    status: 401,
    title: 'This needs a signed-in caller.',
    help: 'Send `Authorization: Bearer TOKEN` with an access token from `POST /login` or `POST /token`, or sign in with cookies.',
  },
  authorizationMalformed: {
    status: 400,
    title: 'The Authorization header cannot be read.',
    help: 'It must be the word `Bearer`, one space, and the token (RFC 6750 §2.1).',
    oauth: 'invalid_request',
    challenges: true,
  },
  invalidCredentials: {
    status: 401,
    title: 'These credentials are not valid.',
    help: 'The account is unknown, the password is wrong, or the account may not sign in; which of them is not told.',
  },
  tooManyAttempts: {
    status: 429,
    title: 'Too many attempts.',
    help: 'Try again after the seconds in `Retry-After`. Passwords and client secrets may be tried so often only, for accounts that exist and for others alike; `RateLimit-Policy` names the limit.',
    oauth: 'temporarily_unavailable',
  },
  invalidGrant: {
    status: 400,
    title: 'These credentials are not valid.',
    help: 'What `auth.invalidCredentials` is to `POST /login`, in the form `POST /token` owes (RFC 6749 §5.2).',
    oauth: 'invalid_grant',
  },
  unsupportedGrant: {
    status: 400,
    title: 'This grant type is not supported.',
    help: '`grant_type` is `password` or `refresh_token`.',
    oauth: 'unsupported_grant_type',
  },
  invalidScope: {
    status: 400,
    title: 'There is no such scope.',
    help: 'Tokens of people have no scopes: leave `scope` out, or empty. API keys have some.',
    oauth: 'invalid_scope',
  },
  invalidClient: {
    status: 401,
    title: 'The client is not known.',
    help: 'The client in `OAUTH_CLIENTS` must bring its secret, by Basic or in the body; a client that is not there must bring none.',
    oauth: 'invalid_client',
  },
  passwordWrong: {
    status: 403,
    title: 'The password is wrong.',
    help: 'What was asked for needs the current password of the account. Nothing was changed.',
  },
  crossSite: {
    status: 403,
    title: 'The request came from a page that may not make it.',
    help: 'Browser pages may sign in and use cookies from `PUBLIC_URL` and from the origins in `CORS_ORIGINS` only.',
  },
  csrf: {
    status: 403,
    title: 'The CSRF token is missing or wrong.',
    help: 'A request that changes something with cookies needs the value of the CSRF cookie in the header `X-CSRF-Token`.',
  },
  sessionRequired: {
    status: 403,
    title: 'This needs somebody who has signed in.',
    help: 'An API key does not serve here: whoever finds one must not be able to make others, or to take the account over. Use an access token from `POST /login` or `POST /token`.',
    oauth: 'insufficient_scope',
  },
});
