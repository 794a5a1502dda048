import type { FastifyRequest } from 'fastify';
import type { AuthenticatedRequest, Proof } from '../platform/access/index.js';
import type { VerifiedToken } from '../tokens/index.js';
import type { PresentedToken } from './token-source.js';

/** A request on its way through the guards. Passport writes what a strategy believed to `user`. */
export interface AuthenticatingRequest extends FastifyRequest, AuthenticatedRequest {
  presented?: PresentedToken;
  user?: VerifiedToken | Proof;
}
