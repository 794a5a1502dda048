import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OneTimeTokensErrors } from '../../credentials/one-time-tokens/index.js';
import { newPasswordErrors } from '../../credentials/passwords/index.js';
import { Public } from '../../platform/access/index.js';
import { ApiProblems } from '../../platform/errors/index.js';
import { Accepted } from '../accepted.dto.js';
import { DeviceCookie } from '../cookies/device-cookie.js';
import { RecoverDto, ResetPasswordDto } from './recover-password.dto.js';
import { Recovery } from './recovery.service.js';
import { ResetPassword } from './reset-password.service.js';

@ApiTags('By mail')
@Controller()
export class RecoverPasswordController {
  constructor(
    private readonly recovery: Recovery,
    private readonly resets: ResetPassword,
    private readonly devices: DeviceCookie,
  ) {}

  @Public()
  @Post('recover')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Ask for a new password',
    description:
      'A link is mailed where the address has an account. The answer is the same where it has none.',
  })
  @ApiAcceptedResponse({ description: 'Whatever comes of it.', type: Accepted })
  async recover(@Body() { email }: RecoverDto): Promise<Accepted> {
    await this.recovery.ask(email);
    return new Accepted();
  }

  @Public()
  @Post('reset-password')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Choose a new password with a mailed token',
    description: 'Ends every session. A password that is refused leaves the token good for another try.',
  })
  @ApiNoContentResponse({ description: 'The password was changed.' })
  @ApiProblems(OneTimeTokensErrors.invalid, ...newPasswordErrors)
  async reset(
    @Body() reset: ResetPasswordDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    this.devices.set(reply, await this.resets.with(reset)); // or strangers could keep the owner from using it
  }
}
