import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { OneTimeTokensErrors } from '../../credentials/one-time-tokens/index.js';
import { CurrentUser, type Principal, Public, SessionOnly } from '../../platform/access/index.js';
import { ApiProblems, ServerErrors } from '../../platform/errors/index.js';
import { UsersErrors } from '../../users/index.js';
import { Accepted } from '../accepted.dto.js';
import { AuthErrors } from '../auth.errors.js';
import { RegistrationConfirmation } from '../register/registration-confirmation.js';
import { EmailVerification } from './email-verification.service.js';
import { VerifyEmailDto } from './verify-email.dto.js';

@ApiTags('By mail')
@Controller('verify-email')
export class VerifyEmailController {
  constructor(
    private readonly registrations: RegistrationConfirmation,
    private readonly verification: EmailVerification,
  ) {}

  @Public()
  @Post()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Confirm an e-mail address with a mailed token',
    description: 'Where `EMAIL_VERIFICATION` is `required`, this makes the account.',
  })
  @ApiNoContentResponse({ description: 'The address is confirmed.' })
  @ApiProblems(
    OneTimeTokensErrors.invalid,
    AuthErrors.passwordWrong,
    UsersErrors.usernameTaken,
    AuthErrors.tooManyAttempts,
    ServerErrors.overloaded,
  )
  async confirm(@Body() proof: VerifyEmailDto, @Req() request: FastifyRequest): Promise<void> {
    if (await this.registrations.isFor(proof.token)) await this.registrations.confirm(proof);
    else await this.verification.confirm(proof, request);
  }

  @Post('resend')
  @SessionOnly()
  @HttpCode(202)
  @ApiOperation({ summary: 'Ask for the mail once more, to the own address' })
  @ApiAcceptedResponse({
    description: 'Where the address is not confirmed yet, a mail is on its way.',
    type: Accepted,
  })
  async resend(@CurrentUser() caller: Principal): Promise<Accepted> {
    await this.verification.askAgain(caller.userId);
    return new Accepted();
  }
}
