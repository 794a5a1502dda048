import { RouteConfig } from '@nestjs/platform-fastify';
import type { ErrorForm } from '../errors/index.js';
import type { BodyForm } from './body-parsers.js';

/** A route of the OAuth standards: it also takes forms, and answers errors in the form of RFC 6749 §5.2. */
export const OAuthEndpoint = () =>
  RouteConfig({ oauthErrors: true, acceptsForm: true } satisfies ErrorForm & BodyForm);
