import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../platform/access/index.js';
import { ApiProblems } from '../../platform/errors/index.js';
import { TokensErrors } from '../../tokens/index.js';
import { AuthErrors } from '../auth.errors.js';
import { ApiSignInAnswer, SignInAnswer } from '../sign-in-answer.js';
import { REFRESH_EXAMPLES, RefreshDto } from './refresh.dto.js';
import { Refresh } from './refresh.service.js';

@ApiTags('Signing in')
@Controller('refresh')
export class RefreshController {
  constructor(
    private readonly refreshes: Refresh,
    private readonly answer: SignInAnswer,
  ) {}

  @Public()
  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Exchange a refresh token for new tokens',
    description:
      'A refresh token is good for one use. Using it again later ends the session: someone holds a copy.',
  })
  @ApiExtraModels(RefreshDto)
  @ApiBody({ required: false, schema: { $ref: getSchemaPath(RefreshDto) }, examples: REFRESH_EXAMPLES })
  @ApiSignInAnswer()
  @ApiProblems(
    TokensErrors.refreshInvalid,
    AuthErrors.invalidClient,
    AuthErrors.tooManyAttempts,
    AuthErrors.crossSite,
    AuthErrors.csrf,
  )
  async refresh(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() parameters: RefreshDto,
  ) {
    return this.answer.give(await this.refreshes.with(request, parameters), reply);
  }
}
