import { Body, Controller, Delete, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccountStanding, RequiredReset } from '../../auth/index.js';
import { CurrentUser, type SessionPrincipal } from '../../platform/access/index.js';
import { ApiId, IdParam } from '../../platform/http/index.js';
import { RolesErrors } from '../../roles/index.js';
import { UsersErrors } from '../../users/index.js';
import { Administers } from '../administers.js';
import { DisableDto } from './user-changes.dto.js';

const { notFound, ownAccount, isService } = UsersErrors;

@ApiTags('Administration')
@Controller('admin/users/:id')
export class UserStandingController {
  constructor(
    private readonly standing: AccountStanding,
    private readonly resets: RequiredReset,
  ) {}

  @Post('disable')
  @HttpCode(204)
  @Administers('users:write', notFound, ownAccount, RolesErrors.lastAdministrator)
  @ApiOperation({
    summary: 'Disable an account',
    description: 'All that was handed out to it is void from the next request on: sessions, API keys, links.',
  })
  @ApiId('id', 'From `GET /admin/users`.')
  @ApiNoContentResponse({ description: 'It is disabled.' })
  async disable(
    @CurrentUser() caller: SessionPrincipal,
    @IdParam('id', notFound) id: string,
    @Body() { reason }: DisableDto,
  ): Promise<void> {
    await this.standing.disable(id, caller, reason);
  }

  @Post('enable')
  @HttpCode(204)
  @Administers('users:write', notFound)
  @ApiOperation({
    summary: 'Enable a disabled account',
    description: 'It can sign in again; what was ended stays so.',
  })
  @ApiId('id', 'From `GET /admin/users`.')
  @ApiNoContentResponse({ description: 'It is enabled.' })
  async enable(@CurrentUser() caller: SessionPrincipal, @IdParam('id', notFound) id: string): Promise<void> {
    await this.standing.enable(id, caller);
  }

  @Delete()
  @HttpCode(204)
  @Administers('users:write', notFound, ownAccount, RolesErrors.lastAdministrator)
  @ApiOperation({ summary: 'Delete an account and all that belongs to it' })
  @ApiId('id', 'From `GET /admin/users`.')
  @ApiNoContentResponse({ description: 'It is gone.' })
  async remove(@CurrentUser() caller: SessionPrincipal, @IdParam('id', notFound) id: string): Promise<void> {
    await this.standing.remove(id, caller);
  }

  @Post('require-password-reset')
  @HttpCode(204)
  @Administers('users:write', notFound, ownAccount, isService)
  @ApiOperation({
    summary: 'Make a password good no more',
    description:
      'All that was handed out to the account is void, and a link is mailed with which the owner chooses a new password. `POST /recover` gets another.',
  })
  @ApiId('id', 'From `GET /admin/users`.')
  @ApiNoContentResponse({ description: 'Only a new password is good.' })
  async requirePasswordReset(
    @CurrentUser() caller: SessionPrincipal,
    @IdParam('id', notFound) id: string,
  ): Promise<void> {
    await this.resets.by(caller, id);
  }
}
