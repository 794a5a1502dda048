import { AuthErrors } from './auth/index.js';
import { ApiKeysErrors } from './credentials/api-keys/index.js';
import { OneTimeTokensErrors } from './credentials/one-time-tokens/index.js';
import { PasswordsErrors } from './credentials/passwords/index.js';
import { type ErrorEntry, RequestErrors, ServerErrors } from './platform/errors/index.js';
import { RolesErrors } from './roles/index.js';
import { SessionsErrors } from './sessions/index.js';
import { TokensErrors } from './tokens/index.js';
import { UsersErrors } from './users/index.js';

/** Every failure there is. docs/errors.md and `GET /docs/errors` are made of it; a test freezes the codes. */
export const errorCatalogue: readonly ErrorEntry[] = [
  RequestErrors,
  AuthErrors,
  TokensErrors,
  SessionsErrors,
  RolesErrors,
  UsersErrors,
  PasswordsErrors,
  OneTimeTokensErrors,
  ApiKeysErrors,
  ServerErrors,
].flatMap((slice) => Object.values(slice));
