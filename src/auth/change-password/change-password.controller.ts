import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newPasswordErrors } from '../../credentials/passwords/index.js';
import { CurrentUser, SessionOnly, type SessionPrincipal } from '../../platform/access/index.js';
import { ApiProblems } from '../../platform/errors/index.js';
import { AuthErrors } from '../auth.errors.js';
import { ApiSignInAnswer, SignInAnswer } from '../sign-in-answer.js';
import { ChangePasswordDto } from './change-password.dto.js';
import { ChangePassword } from './change-password.service.js';

@SessionOnly()
@ApiTags('Own account')
@Controller('me/password')
export class ChangePasswordController {
  constructor(
    private readonly passwords: ChangePassword,
    private readonly answer: SignInAnswer,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Change the own password',
    description: 'Ends every session, and answers with the tokens of a new one.',
  })
  @ApiSignInAnswer()
  @ApiProblems(AuthErrors.passwordWrong, AuthErrors.tooManyAttempts, ...newPasswordErrors)
  async change(
    @CurrentUser() caller: SessionPrincipal,
    @Body() change: ChangePasswordDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer.welcome(await this.passwords.of(caller, change, request), reply);
  }
}
