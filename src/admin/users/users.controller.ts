import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccountCorrection, AccountCreation } from '../../auth/index.js';
import { newPasswordErrors } from '../../credentials/passwords/index.js';
import {
  CurrentUser,
  RequirePermissions,
  SessionOnly,
  type SessionPrincipal,
} from '../../platform/access/index.js';
import { ApiId, IdParam } from '../../platform/http/index.js';
import { ApiProblems, RequestErrors } from '../../platform/errors/index.js';
import { UsersErrors } from '../../users/index.js';
import { Administers } from '../administers.js';
import { UserDetails, UserPage } from './user-card.dto.js';
import { NewUserDto, UserChangeDto } from './user-changes.dto.js';
import { UserOverview } from './user-overview.js';
import { UserQuery } from './user-query.dto.js';

@ApiTags('Administration')
@Controller('admin/users')
export class AdminUsersController {
  constructor(
    private readonly overview: UserOverview,
    private readonly creation: AccountCreation,
    private readonly correction: AccountCorrection,
  ) {}

  @Get()
  @RequirePermissions('users:read')
  @ApiOperation({
    summary: 'Accounts, the newest first',
    description:
      'A page at a time. Accounts that come or change meanwhile make no other appear twice or be left out.',
  })
  @ApiOkResponse({ description: 'One page.', type: UserPage })
  @ApiProblems(RequestErrors.invalid)
  async list(@Query() query: UserQuery): Promise<UserPage> {
    return this.overview.page(query);
  }

  @Get(':id')
  @RequirePermissions('users:read')
  @ApiOperation({ summary: 'One account' })
  @ApiId('id', 'From `GET /admin/users`.')
  @ApiOkResponse({ description: 'The account.', type: UserDetails })
  @ApiProblems(UsersErrors.notFound)
  async show(@IdParam('id', UsersErrors.notFound) id: string): Promise<UserDetails> {
    return this.overview.of(id);
  }

  @Post()
  @SessionOnly()
  @RequirePermissions('users:write')
  @ApiOperation({
    summary: 'Make an account for somebody',
    description:
      'With a password, or without one: then a mail invites the owner to choose it. It holds the role `user`.',
  })
  @ApiCreatedResponse({ description: 'The account.', type: UserDetails })
  @ApiProblems(UsersErrors.emailTaken, UsersErrors.usernameTaken, ...newPasswordErrors)
  async create(@Body() asked: NewUserDto): Promise<UserDetails> {
    const { user } = await this.creation.make(asked);
    return this.overview.of(user.id);
  }

  @Patch(':id')
  @Administers(
    'users:write',
    UsersErrors.notFound,
    UsersErrors.emailTaken,
    UsersErrors.usernameTaken,
    UsersErrors.ownAccount,
    UsersErrors.isService,
  )
  @ApiOperation({
    summary: 'Change an account of somebody else',
    description: '`null` removes a value; a field left out keeps it.',
  })
  @ApiId('id', 'From `GET /admin/users`.')
  @ApiOkResponse({ description: 'The account as it is now.', type: UserDetails })
  async change(
    @CurrentUser() caller: SessionPrincipal,
    @IdParam('id', UsersErrors.notFound) id: string,
    @Body() change: UserChangeDto,
  ): Promise<UserDetails> {
    await this.correction.by(caller, id, change);
    return this.overview.of(id);
  }
}
