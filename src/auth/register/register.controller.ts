import { Body, Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PasswordsErrors } from '../../credentials/passwords/index.js';
import { Public } from '../../platform/access/index.js';
import { ApiProblems, ServerErrors } from '../../platform/errors/index.js';
import { Profile, UsersErrors } from '../../users/index.js';
import { Accounts } from './accounts.service.js';
import { RegisterDto } from './register.dto.js';

@ApiTags('Signing in')
@Controller('register')
export class RegisterController {
  constructor(private readonly accounts: Accounts) {}

  @Public()
  @Post()
  @ApiOperation({
    summary: 'Make an account',
    description: 'It holds the role `user`, and can sign in at once.',
  })
  @ApiCreatedResponse({ description: 'The account.', type: Profile })
  @ApiProblems(
    PasswordsErrors.tooShort,
    PasswordsErrors.tooLong,
    PasswordsErrors.tooCommon,
    PasswordsErrors.tooPersonal,
    PasswordsErrors.breached,
    UsersErrors.emailTaken,
    UsersErrors.usernameTaken,
    ServerErrors.overloaded,
  )
  async register(@Body() account: RegisterDto): Promise<Profile> {
    const { user, roles } = await this.accounts.create(account);
    return Profile.of(user, roles);
  }
}
