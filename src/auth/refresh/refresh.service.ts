import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../platform/errors/index.js';
import { addressOf } from '../../platform/http/index.js';
import { type TokenGrant, TokenGrants, TokensErrors } from '../../tokens/index.js';
import { ClientAuthentication } from '../clients/client-authentication.js';
import { CsrfDefence } from '../cookies/csrf-defence.js';
import { SessionCookies } from '../cookies/session-cookies.js';
import type { RefreshDto } from './refresh.dto.js';

/** Refreshes by the token in the body or, without one, by the cookie. */
@Injectable()
export class Refresh {
  constructor(
    private readonly grants: TokenGrants,
    private readonly cookies: SessionCookies,
    private readonly csrf: CsrfDefence,
    private readonly clients: ClientAuthentication,
  ) {}

  /** @throws Problem token.refreshInvalid, auth.invalidClient, auth.tooManyAttempts, auth.crossSite, auth.csrf */
  async with(request: FastifyRequest, { refresh_token, client_id }: RefreshDto): Promise<TokenGrant> {
    const claim = { authorization: undefined, address: addressOf(request), client_id };
    const { id: clientId } = await this.clients.identify(claim);
    if (refresh_token !== undefined)
      return this.grants.forRefreshToken(refresh_token, { clientId, transport: 'bearer' });
    const cookie = this.cookies.read(request, 'refresh');
    if (!cookie)
      throw new Problem(TokensErrors.refreshInvalid, {
        because: 'neither body nor cookie',
        detail: 'There is no refresh token in the body, and no cookie.',
      });
    const sessionId = this.csrf.assertedSession(request);
    return this.grants.forRefreshToken(cookie, { clientId, transport: 'cookie', sessionId });
  }
}
