import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Role } from './role.entity.js';

/** What each role permits, in memory, so that a request is decided without the database. */
@Injectable()
export class RoleCatalogue {
  private permissionsByRole = new Map<string, readonly string[]>();
  private readonly together = new Map<string, ReadonlySet<string>>();

  constructor(private readonly dataSource: DataSource) {}

  async load(): Promise<void> {
    const roles = await this.dataSource.getRepository(Role).find({ relations: { permissions: true } });
    this.permissionsByRole = new Map(
      roles.map((role) => [role.name, role.permissions.map(({ name }) => name)]),
    );
    this.together.clear();
  }

  /** The permissions that the roles grant together. A role that no longer exists grants none. */
  permissionsOf(roles: readonly string[]): ReadonlySet<string> {
    const key = roles.join();
    const known = this.together.get(key);
    if (known) return known;
    const permissions = new Set(roles.flatMap((role) => this.permissionsByRole.get(role) ?? []));
    this.together.set(key, permissions);
    return permissions;
  }
}
