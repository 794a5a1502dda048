import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentUser, SessionOnly, type SessionPrincipal } from '../../platform/access/index.js';
import { ApiProblems, ServerErrors } from '../../platform/errors/index.js';
import { Accepted } from '../accepted.dto.js';
import { AuthErrors } from '../auth.errors.js';
import { ChangeEmailDto } from './change-email.dto.js';
import { EmailChangeRequest } from './email-change-request.js';

@SessionOnly()
@ApiTags('Own account')
@Controller('me/email')
export class ChangeEmailController {
  constructor(private readonly requests: EmailChangeRequest) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Ask to change the own e-mail address',
    description: 'A link is mailed to the new address. Nothing is changed before it was used.',
  })
  @ApiAcceptedResponse({ description: 'Whatever comes of it.', type: Accepted })
  @ApiProblems(AuthErrors.passwordWrong, AuthErrors.tooManyAttempts, ServerErrors.overloaded)
  async ask(
    @CurrentUser() caller: SessionPrincipal,
    @Body() wish: ChangeEmailDto,
    @Req() request: FastifyRequest,
  ): Promise<Accepted> {
    await this.requests.make(caller, wish, request);
    return new Accepted();
  }
}
