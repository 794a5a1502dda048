import { Module } from '@nestjs/common';
import { AccountsModule } from '../../auth/index.js';
import { RolesModule } from '../../roles/index.js';
import { SessionsModule } from '../../sessions/index.js';
import { UsersModule } from '../../users/index.js';
import { HeldRolesController } from './held-roles.controller.js';
import { RoleAdministration } from './role-administration.service.js';
import { RoleDirectory } from './role-directory.service.js';
import { RolesController } from './roles.controller.js';

@Module({
  imports: [AccountsModule, RolesModule, SessionsModule, UsersModule],
  controllers: [RolesController, HeldRolesController],
  providers: [RoleAdministration, RoleDirectory],
})
export class RolesAdminModule {}
