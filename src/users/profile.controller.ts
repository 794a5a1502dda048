import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, type Principal, SessionOnly } from '../platform/access/index.js';
import { ApiProblems, Problem, RequestErrors } from '../platform/errors/index.js';
import { Profile, ProfileChangeDto } from './profile.dto.js';
import type { User } from './user.entity.js';
import { UsersErrors } from './users.errors.js';
import { UsersService } from './users.service.js';

@ApiTags('Own account')
@Controller('me')
export class ProfileController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @ApiOperation({ summary: 'Own account' })
  @ApiOkResponse({ description: 'The account.', type: Profile })
  @ApiProblems(RequestErrors.notFound)
  async show(@CurrentUser() caller: Principal): Promise<Profile> {
    return Profile.of(existing(await this.users.findById(caller.userId)), caller.roles);
  }

  @Patch()
  @SessionOnly() // a username is a name to sign in with
  @ApiOperation({
    summary: 'Change own username or display name',
    description: '`null` removes a value; a field left out keeps it.',
  })
  @ApiOkResponse({ description: 'The account as it is now.', type: Profile })
  @ApiProblems(UsersErrors.usernameTaken, RequestErrors.notFound)
  async change(@CurrentUser() caller: Principal, @Body() change: ProfileChangeDto): Promise<Profile> {
    return Profile.of(existing(await this.users.changeProfile(caller.userId, change)), caller.roles);
  }
}

function existing(user: User | null): User {
  if (user) return user;
  throw new Problem(RequestErrors.notFound, { because: 'the account was deleted during the request' });
}
