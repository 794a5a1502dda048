import { AuthErrors } from './auth/index.js';
import { ApiKeysErrors } from './credentials/api-keys/index.js';
import { OneTimeTokensErrors } from './credentials/one-time-tokens/index.js';
import { PasswordsErrors } from './credentials/passwords/index.js';
import { KeysErrors } from './keys/index.js';
import { type ErrorEntry, RequestErrors, ServerErrors } from './platform/errors/index.js';
import { MetricsErrors } from './platform/metrics/index.js';
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
  KeysErrors,
  MetricsErrors,
  ServerErrors,
].flatMap((slice) => Object.values(slice));
