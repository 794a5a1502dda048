import { Module } from '@nestjs/common';
import { Authority } from './authority/authority.service.js';
import { BuiltInSeeder } from './built-in.seeder.js';
import { LastAdministrator } from './authority/last-administrator.js';
import { RoleCatalogue } from './definitions/role-catalogue.js';
import { RoleDefinitions } from './definitions/role-definitions.service.js';
import { RoleTransfer } from './role-transfer.service.js';
import { RolesService } from './roles.service.js';

@Module({
  providers: [
    RolesService,
    RoleDefinitions,
    RoleTransfer,
    RoleCatalogue,
    Authority,
    LastAdministrator,
    BuiltInSeeder,
  ],
  exports: [RolesService, RoleDefinitions, RoleTransfer, RoleCatalogue, Authority, LastAdministrator],
})
export class RolesModule {}
