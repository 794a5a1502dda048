import { Problem } from '../../platform/errors/index.js';
import { AuthErrors } from '../auth.errors.js';

/** What Swagger UI sends for a client without a name or a secret: `:` in Base64. */
const NOBODY = 'Basic Og==';

/**
 * All clients are public: one that authenticates expects a check that would not happen, so it is refused.
 *
 * @throws Problem auth.invalidClient
 */
export function assertPublicClient(authorization: string | undefined, secret: string | undefined): void {
  if (secret || (authorization !== undefined && authorization !== NOBODY))
    throw new Problem(AuthErrors.invalidClient);
}
