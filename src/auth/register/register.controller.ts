import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { newPasswordErrors } from '../../credentials/passwords/index.js';
import { Public } from '../../platform/access/index.js';
import { ApiProblems } from '../../platform/errors/index.js';
import { Profile, UsersErrors } from '../../users/index.js';
import { Accepted } from '../accepted.dto.js';
import { RegisterDto } from './register.dto.js';
import { Registration } from './registration.service.js';

@ApiTags('Signing in')
@Controller('register')
export class RegisterController {
  constructor(private readonly registration: Registration) {}

  @Public()
  @Post()
  @ApiOperation({
    summary: 'Make an account',
    description:
      'It holds the role `user`, and can sign in at once. Where `EMAIL_VERIFICATION` is `required`, it is made when the mailed link was used, and the answer is the same for an address that has an account.',
  })
  @ApiCreatedResponse({ description: 'The account.', type: Profile })
  @ApiAcceptedResponse({ description: 'It goes on by mail.', type: Accepted })
  @ApiProblems(UsersErrors.emailTaken, UsersErrors.usernameTaken, ...newPasswordErrors)
  async register(
    @Body() account: RegisterDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Profile | Accepted> {
    const made = await this.registration.register(account);
    if (made) return Profile.of(made.user, made.roles);
    void reply.status(202);
    return new Accepted();
  }
}
