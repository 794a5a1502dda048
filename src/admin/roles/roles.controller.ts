import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentUser, type Principal, RequirePermissions, SessionOnly } from '../../platform/access/index.js';
import { ApiProblems, RequestErrors } from '../../platform/errors/index.js';
import { PageQuery } from '../../platform/http/index.js';
import { RolesErrors } from '../../roles/index.js';
import { RoleAdministration } from './role-administration.service.js';
import { RoleDirectory } from './role-directory.service.js';
import { NewRoleDto, PermissionCard, RoleChangeDto, RoleDetails, RolePage } from './role.dto.js';

const RoleParam = () => ApiParam({ name: 'role', description: 'The name of the role.', example: 'helpdesk' });

@ApiTags('Administration')
@Controller('admin')
export class RolesController {
  constructor(
    private readonly directory: RoleDirectory,
    private readonly administration: RoleAdministration,
  ) {}

  @Get('roles')
  @RequirePermissions('roles:read')
  @ApiOperation({ summary: 'All roles, by name' })
  @ApiOkResponse({ description: 'A page of roles, with what they grant.', type: RolePage })
  @ApiProblems(RequestErrors.invalid)
  list(@Query() query: PageQuery): Promise<RolePage> {
    return this.directory.page(query);
  }

  @Get('roles/:role')
  @RequirePermissions('roles:read')
  @RoleParam()
  @ApiOperation({ summary: 'One role, with how many hold it' })
  @ApiOkResponse({ description: 'The role.', type: RoleDetails })
  @ApiProblems(RolesErrors.unknown)
  show(@Param('role') name: string): Promise<RoleDetails> {
    return this.directory.details(name);
  }

  @Post('roles')
  @SessionOnly()
  @RequirePermissions('roles:write')
  @ApiOperation({
    summary: 'Make a role',
    description: 'Nobody makes a role that grants what they do not hold.',
  })
  @ApiCreatedResponse({ description: 'The role.', type: RoleDetails })
  @ApiProblems(RequestErrors.invalid, RolesErrors.notHeld, RolesErrors.nameTaken)
  async create(@CurrentUser() caller: Principal, @Body() draft: NewRoleDto): Promise<RoleDetails> {
    const { name } = await this.administration.create(draft, caller);
    return this.directory.details(name);
  }

  @Patch('roles/:role')
  @SessionOnly()
  @RequirePermissions('roles:write')
  @RoleParam()
  @ApiOperation({
    summary: 'Rename a role, or change what it grants and inherits',
    description:
      'A field left out stays; a list takes the place of the old one. Counts on the next request of everyone who holds the role, or one that inherits it. Holders of a role that gets another name need to refresh their tokens. Only for those who hold all that the role grants, before and after.',
  })
  @ApiOkResponse({ description: 'The role as it is now.', type: RoleDetails })
  @ApiProblems(
    RequestErrors.invalid,
    RolesErrors.unknown,
    RolesErrors.notHeld,
    RolesErrors.nameTaken,
    RolesErrors.builtIn,
    RolesErrors.cycle,
    RolesErrors.lastAdministrator,
  )
  async change(
    @CurrentUser() caller: Principal,
    @Param('role') role: string,
    @Body() change: RoleChangeDto,
  ): Promise<RoleDetails> {
    const { name } = await this.administration.edit(role, change, caller);
    return this.directory.details(name);
  }

  @Delete('roles/:role')
  @HttpCode(204)
  @SessionOnly()
  @RequirePermissions('roles:write')
  @RoleParam()
  @ApiOperation({
    summary: 'Delete a role',
    description: 'One that no account holds and no role inherits; built-in roles stay.',
  })
  @ApiNoContentResponse({ description: 'It is gone.' })
  @ApiProblems(RolesErrors.unknown, RolesErrors.notHeld, RolesErrors.builtIn, RolesErrors.inUse)
  async remove(@CurrentUser() caller: Principal, @Param('role') name: string): Promise<void> {
    await this.administration.remove(name, caller);
  }

  @Get('permissions')
  @RequirePermissions('roles:read')
  @ApiOperation({ summary: 'All permissions, by name: what routes ask for and roles grant' })
  @ApiOkResponse({ description: 'The permissions.', type: [PermissionCard] })
  permissions(): Promise<PermissionCard[]> {
    return this.directory.permissions();
  }
}
