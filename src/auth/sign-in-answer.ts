import { applyDecorators, Injectable } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { SessionTransport } from '../sessions/index.js';
import type { TokenGrant } from '../tokens/index.js';
import { DeviceCookie } from './cookies/device-cookie.js';
import { SessionCookies } from './cookies/session-cookies.js';
import { CookieSession, TokenResponse } from './token-response.dto.js';

/** Hands tokens out by the transport of their session. */
@Injectable()
export class SignInAnswer {
  constructor(
    private readonly cookies: SessionCookies,
    private readonly devices: DeviceCookie,
  ) {}

  /** For who has just given the password: a browser is known from then on. */
  welcome(grant: TokenGrant, reply: FastifyReply): TokenResponse | CookieSession {
    if (grant.session.transport === 'cookie') this.devices.set(reply, grant.session.userId);
    return this.give(grant, reply);
  }

  give(grant: TokenGrant, reply: FastifyReply): TokenResponse | CookieSession {
    const transport: SessionTransport = grant.session.transport;
    if (transport === 'bearer') return TokenResponse.of(grant);
    return { expires_in: grant.expiresIn, csrf_token: this.cookies.set(reply, grant) };
  }
}

/** Documents the two forms of the answer. */
export const ApiSignInAnswer = () =>
  applyDecorators(
    ApiExtraModels(TokenResponse, CookieSession),
    ApiOkResponse({
      description: 'The tokens; in cookie mode, what the page needs beside the cookies.',
      schema: { oneOf: [{ $ref: getSchemaPath(TokenResponse) }, { $ref: getSchemaPath(CookieSession) }] },
    }),
  );
