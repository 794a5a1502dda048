import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { newId } from '../platform/database/index.js';
import { BUILT_IN_ROLES, PERMISSIONS } from './built-in.js';
import { takeRolesTurn } from './definitions/roles-table.js';
import { RoleCatalogue } from './definitions/role-catalogue.js';
import { Permission, Role } from './role.entity.js';

/** Makes the database hold the roles and permissions that the code speaks of, at every start. */
@Injectable()
export class BuiltInSeeder implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly catalogue: RoleCatalogue,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.dataSource.transaction((tx) => this.seed(tx));
    await this.catalogue.load();
  }

  private async seed(tx: EntityManager): Promise<void> {
    await takeRolesTurn(tx);
    const permissions = Object.entries(PERMISSIONS).map(([name, description]) => ({ name, description }));
    await tx.upsert(Permission, permissions, ['name']);
    for (const { name, description, permissions: granted } of BUILT_IN_ROLES) {
      const found = await tx.findOne(Role, { where: { name }, relations: { permissions: true } });
      const held = found?.permissions ?? [];
      const missing = granted.filter((permission) => !held.some((other) => other.name === permission));
      if (found && missing.length === 0) continue;
      const role = found ?? tx.create(Role, { id: newId(), name, description, builtIn: true });
      role.permissions = [
        ...held,
        ...missing.map((permission) => tx.create(Permission, { name: permission })),
      ];
      await tx.save(role);
    }
  }
}
