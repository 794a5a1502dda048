import { defineErrors } from '../platform/errors/index.js';

export const TokensErrors = defineErrors('token', {
  invalid: {
    status: 401,
    title: 'The access token is not valid.',
    help: 'It is malformed, was not issued by this server or for this audience, or was signed with a key that is not trusted. Sign in again.',
    oauth: 'invalid_token',
  },
  expired: {
    status: 401,
    title: 'The access token has expired.',
    help: 'Get a new one with `POST /refresh`.',
    oauth: 'invalid_token',
  },
  revoked: {
    status: 401,
    title: 'The access token was revoked.',
    help: 'Its session has ended, or what the account may do was changed since. Refresh, and if that fails, sign in again.',
    oauth: 'invalid_token',
  },
  foreign: {
    status: 400,
    title: 'The token was issued to another client.',
    help: 'A client can take back its own tokens only (RFC 7009 §2.1).',
    oauth: 'invalid_grant',
  },
  refreshInvalid: {
    status: 400,
    title: 'The refresh token is not valid.',
    help: 'It is unknown, expired, already used, its session has ended, or it was issued to another client or for another transport. Sign in again. A used token that is presented again ends its session.',
    oauth: 'invalid_grant',
  },
});
