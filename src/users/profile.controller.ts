import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, type Principal } from '../platform/access/index.js';
import { ApiProblems, Problem, RequestErrors } from '../platform/errors/index.js';
import { Profile, ProfileChangeDto } from './profile.dto.js';
import { UsersErrors } from './users.errors.js';
import { UsersService } from './users.service.js';

@ApiTags('Own account')
@Controller('me')
export class ProfileController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @ApiOperation({ summary: 'Own account' })
  @ApiOkResponse({ type: Profile })
  async show(@CurrentUser() caller: Principal): Promise<Profile> {
    const user = await this.users.findById(caller.userId);
    if (!user)
      throw new Problem(RequestErrors.notFound, { because: 'the account was deleted during the request' });
    return Profile.of(user, caller.roles);
  }

  @Patch()
  @ApiOperation({ summary: 'Change own username or display name' })
  @ApiOkResponse({ type: Profile })
  @ApiProblems(UsersErrors.usernameTaken)
  async change(@CurrentUser() caller: Principal, @Body() change: ProfileChangeDto): Promise<Profile> {
    return Profile.of(await this.users.changeProfile(caller.userId, change), caller.roles);
  }
}
