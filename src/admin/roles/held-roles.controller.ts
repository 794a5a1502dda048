import { Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { AccountStanding } from '../../auth/index.js';
import { CurrentUser, type Principal, RequirePermissions } from '../../platform/access/index.js';
import { ApiProblems } from '../../platform/errors/index.js';
import { ApiId, IdParam } from '../../platform/http/index.js';
import { RolesErrors } from '../../roles/index.js';
import { UsersErrors } from '../../users/index.js';
import { Administers } from '../administers.js';
import { RoleDirectory } from './role-directory.service.js';
import { HeldRoles } from './role.dto.js';

const RoleParam = () =>
  ApiParam({ name: 'role', description: 'The name of the role.', example: 'introspector' });

@ApiTags('Administration')
@Controller('admin/users/:id/roles')
export class HeldRolesController {
  constructor(
    private readonly directory: RoleDirectory,
    private readonly standing: AccountStanding,
  ) {}

  @Get()
  @RequirePermissions('roles:read')
  @ApiId('id', 'The id of the account.')
  @ApiOperation({ summary: 'The roles of an account, and what it may by them' })
  @ApiOkResponse({ description: 'Its roles.', type: HeldRoles })
  @ApiProblems(UsersErrors.notFound)
  show(@IdParam('id', UsersErrors.notFound) id: string): Promise<HeldRoles> {
    return this.directory.heldBy(id);
  }

  @Put(':role')
  @HttpCode(204)
  @Administers('roles:write', UsersErrors.notFound, RolesErrors.unknown, RolesErrors.notHeld)
  @ApiId('id', 'The id of the account.')
  @RoleParam()
  @ApiOperation({
    summary: 'Give an account a role',
    description:
      'Its access tokens are refused from the next request on; refreshed ones hold the role. Giving what is held changes nothing. Only for those who hold all that the role grants, and all that the account may.',
  })
  @ApiNoContentResponse({ description: 'It holds the role.' })
  async give(
    @CurrentUser() caller: Principal,
    @IdParam('id', UsersErrors.notFound) id: string,
    @Param('role') role: string,
  ): Promise<void> {
    await this.standing.giveRole(id, role, caller);
  }

  @Delete(':role')
  @HttpCode(204)
  @Administers('roles:write', UsersErrors.notFound, RolesErrors.unknown, RolesErrors.lastAdministrator)
  @ApiId('id', 'The id of the account.')
  @RoleParam()
  @ApiOperation({
    summary: 'Take a role from an account',
    description:
      'Its access tokens are refused from the next request on; refreshed ones lack the role. Taking what is not held changes nothing. Only for those who hold all that the account may.',
  })
  @ApiNoContentResponse({ description: 'It does not hold the role.' })
  async take(
    @CurrentUser() caller: Principal,
    @IdParam('id', UsersErrors.notFound) id: string,
    @Param('role') role: string,
  ): Promise<void> {
    await this.standing.takeRole(id, role, caller);
  }
}
