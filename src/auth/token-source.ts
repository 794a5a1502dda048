import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { TokenTransport } from '../platform/access/index.js';
import type { Config } from '../platform/config/index.js';
import { Problem } from '../platform/errors/index.js';
import { authConfig } from './auth.config.js';
import { AuthErrors } from './auth.errors.js';
import { SessionCookies } from './cookies/session-cookies.js';

/** A token as a request carried it; nothing of it is believed yet. */
export interface PresentedToken {
  readonly token: string;
  readonly transport: TokenTransport;
  /** Whether it serves although its time is over. */
  readonly mayHaveExpired?: boolean;
}

/** Finds the access token of a request: in the Authorization header, else in the cookie; never in the query. */
@Injectable()
export class TokenSource {
  constructor(
    private readonly cookies: SessionCookies,
    @Inject(authConfig.token) private readonly config: Config<typeof authConfig>,
  ) {}

  /**
   * A header that is there but no good is not made up for by a cookie.
   *
   * @throws Problem auth.authorizationMalformed
   */
  read(request: FastifyRequest): PresentedToken | undefined {
    const { authorization } = request.headers;
    if (authorization === undefined) {
      const token = this.cookies.read(request, 'access');
      return token === undefined ? undefined : { token, transport: 'cookie' };
    }
    const token = this.fromHeader(authorization);
    return token === undefined ? undefined : { token, transport: 'header' };
  }

  /** @throws Problem auth.authorizationMalformed */
  fromHeader(value: string): string | undefined {
    const [scheme = '', ...rest] = value.split(' ');
    if (rest.length === 0 && this.config.ACCEPT_BARE_AUTHORIZATION) return scheme;
    if (scheme.toLowerCase() !== 'bearer') return undefined;
    const [token] = rest;
    if (!token || rest.length > 1) throw new Problem(AuthErrors.authorizationMalformed);
    return token;
  }
}
