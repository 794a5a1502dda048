import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtension,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../../platform/access/index.js';
import { ApiOAuthErrors, ServerErrors } from '../../platform/errors/index.js';
import { OAuthEndpoint } from '../../platform/http/index.js';
import { TokensErrors } from '../../tokens/index.js';
import { AuthErrors } from '../auth.errors.js';
import { CsrfDefence } from '../cookies/csrf-defence.js';
import { TokenResponse } from '../token-response.dto.js';
import { TokenEndpoint } from './token-endpoint.service.js';
import { TOKEN_EXAMPLES, TokenDto, TokenForm } from './token.dto.js';

@ApiTags('Signing in')
@Controller('token')
export class TokenController {
  constructor(
    private readonly endpoint: TokenEndpoint,
    private readonly csrf: CsrfDefence,
  ) {}

  @Public()
  @Post()
  @HttpCode(200)
  @OAuthEndpoint()
  @ApiOperation({
    summary: 'OAuth token endpoint',
    description:
      'JSON or form; `{email, password}` alone, or with a `grant_type`. What the *Authorize* button uses.',
  })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiExtraModels(TokenDto, TokenForm)
  @ApiBody({ required: true, schema: { $ref: getSchemaPath(TokenDto) }, examples: TOKEN_EXAMPLES })
  @ApiExtension('x-form-schema', { $ref: getSchemaPath(TokenForm) })
  @ApiOkResponse({ description: 'The tokens.', type: TokenResponse })
  @ApiOAuthErrors(
    AuthErrors.invalidGrant,
    AuthErrors.unsupportedGrant,
    AuthErrors.invalidScope,
    TokensErrors.refreshInvalid,
    AuthErrors.invalidClient,
    AuthErrors.crossSite,
    AuthErrors.tooManyAttempts,
    ServerErrors.overloaded,
  )
  async token(@Req() request: FastifyRequest, @Body() parameters: TokenDto): Promise<TokenResponse> {
    this.csrf.assertSameSite(request); // or a page of another site could try passwords from its visitors' browsers
    return TokenResponse.of(await this.endpoint.grant(request, parameters));
  }
}
