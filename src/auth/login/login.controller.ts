import { Body, Controller, HttpCode, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Proof, Public } from '../../platform/access/index.js';
import { ApiProblems, Problem, ServerErrors } from '../../platform/errors/index.js';
import { AuthErrors } from '../auth.errors.js';
import type { AuthenticatingRequest } from '../authenticating-request.js';
import { LocalAuthGuard } from '../guards/local-auth.guard.js';
import { ApiSignInAnswer, SignInAnswer } from '../sign-in-answer.js';
import { SignIn } from '../sign-in.service.js';
import { LoginQuery } from './login-query.dto.js';
import { LOGIN_EXAMPLES, LoginDto } from './login.dto.js';

@ApiTags('Signing in')
@Controller('login')
export class LoginController {
  constructor(
    private readonly signIn: SignIn,
    private readonly answer: SignInAnswer,
  ) {}

  @Public()
  @Post()
  @HttpCode(200)
  @UseGuards(LocalAuthGuard)
  @ApiOperation({
    summary: 'Sign in with username or e-mail address, and password',
    description:
      'Answers with the tokens. A page of a browser that should not hold them sets `useCookies`: then they come as HttpOnly cookies.',
  })
  @ApiExtraModels(LoginDto)
  @ApiBody({ required: true, schema: { $ref: getSchemaPath(LoginDto) }, examples: LOGIN_EXAMPLES })
  @ApiSignInAnswer()
  @ApiProblems(
    AuthErrors.invalidCredentials,
    AuthErrors.crossSite,
    AuthErrors.tooManyAttempts,
    ServerErrors.overloaded,
  )
  async login(
    @Body() { token_format }: LoginDto,
    @Query() { useCookies }: LoginQuery,
    @Req() request: AuthenticatingRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const transport = useCookies === 'true' ? 'cookie' : 'bearer';
    const grant = await this.signIn.with(request.user as Proof, request, {
      transport,
      ...(token_format && { tokenFormat: token_format }),
    });
    if (!grant)
      throw new Problem(AuthErrors.invalidCredentials, {
        because: 'the account was disabled, or its password changed, meanwhile',
      });
    return this.answer.welcome(grant, reply);
  }
}
