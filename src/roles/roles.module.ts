import { Module } from '@nestjs/common';
import { BuiltInSeeder } from './built-in.seeder.js';
import { RoleCatalogue } from './role-catalogue.js';
import { RoleTransfer } from './role-transfer.service.js';
import { RolesService } from './roles.service.js';

@Module({
  providers: [RolesService, RoleTransfer, RoleCatalogue, BuiltInSeeder],
  exports: [RolesService, RoleTransfer, RoleCatalogue],
})
export class RolesModule {}
