import { Module } from '@nestjs/common';
import { BuiltInSeeder } from './built-in.seeder.js';
import { RoleCatalogue } from './role-catalogue.js';
import { RolesService } from './roles.service.js';

@Module({
  providers: [RolesService, RoleCatalogue, BuiltInSeeder],
  exports: [RolesService, RoleCatalogue],
})
export class RolesModule {}
