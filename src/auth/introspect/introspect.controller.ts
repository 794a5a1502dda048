import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public, Unlimited } from '../../platform/access/index.js';
import { ApiOAuthErrors } from '../../platform/errors/index.js';
import { OAuthEndpoint } from '../../platform/http/index.js';
import { RolesErrors } from '../../roles/index.js';
import { TokenInspection, TokenRevocation, TokensErrors } from '../../tokens/index.js';
import { AuthErrors } from '../auth.errors.js';
import { claimOf, ClientAuthentication } from '../clients/client-authentication.js';
import { IntrospectionCallers } from './introspection-callers.js';
import { IntrospectionResponse, TokenQuestionDto } from './introspect.dto.js';

/** For clients, who are no users: the access guard lets them by, and they authenticate here. */
@Public()
@Unlimited() // a busy service asks for each of its requests, from one address
@ApiTags('For other services')
@Controller()
export class IntrospectController {
  constructor(
    private readonly clients: ClientAuthentication,
    private readonly callers: IntrospectionCallers,
    private readonly inspection: TokenInspection,
    private readonly revocation: TokenRevocation,
  ) {}

  @Post('introspect')
  @HttpCode(200)
  @OAuthEndpoint()
  @ApiOperation({
    summary: 'Whether a token is good at this moment (RFC 7662)',
    description:
      'For services in `OAUTH_CLIENTS`, with Basic or with id and secret in the body; and for API keys with the permission `tokens:introspect`, as `Authorization: Bearer KEY`.',
  })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiBody({ type: TokenQuestionDto })
  @ApiOkResponse({ description: 'What it is good for; or only that it is not.', type: IntrospectionResponse })
  @ApiOAuthErrors(
    AuthErrors.invalidClient,
    AuthErrors.tooManyAttempts,
    TokensErrors.invalid,
    TokensErrors.expired,
    TokensErrors.revoked,
    RolesErrors.permissionRequired,
  )
  async introspect(
    @Body() { token, ...claim }: TokenQuestionDto,
    @Req() request: FastifyRequest,
  ): Promise<IntrospectionResponse> {
    const clientId = await this.callers.authenticate(claimOf(request, claim));
    return (await this.inspection.introspect(token, clientId)) ?? { active: false };
  }

  @Post('revoke')
  @HttpCode(200)
  @OAuthEndpoint()
  @ApiOperation({
    summary: 'Take back a token (RFC 7009)',
    description:
      'An access token alone; with a refresh token, its whole session. An API key can be taken back by whoever holds it. A token that is no good already answers 200, too.',
  })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiBody({ type: TokenQuestionDto })
  @ApiOkResponse({ description: 'It is no good any more. The answer is empty.' })
  @ApiOAuthErrors(AuthErrors.invalidClient, AuthErrors.tooManyAttempts, TokensErrors.foreign)
  async revoke(@Body() { token, ...claim }: TokenQuestionDto, @Req() request: FastifyRequest): Promise<void> {
    const client = await this.clients.identify(claimOf(request, claim));
    await this.revocation.revoke(token, client.id);
  }
}
