import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Principal } from '../../platform/access/index.js';
import { Looks } from '../../platform/clock/index.js';
import { RoleGraph } from './role-graph.js';
import { readGraph } from './roles-table.js';

/**
 * What each role permits, in memory, so that a request is decided without the database. `Revocations` loads it again
 * when the feed tells of a change.
 */
@Injectable()
export class RoleCatalogue {
  private graph = new RoleGraph([]);
  private readonly known = new Map<string, Pick<Principal, 'roles' | 'permissions'>>();
  private readonly looks = new Looks();

  constructor(private readonly dataSource: DataSource) {}

  /**
   * When it resolves, everything is in it that was committed before the call.
   *
   * @param before what is to be done once the roles were read, and before they count
   */
  async load(before: () => Promise<void> = async () => {}): Promise<void> {
    const mayCount = this.looks.begin();
    const graph = await readGraph(this.dataSource.manager);
    await before();
    if (!mayCount()) return;
    this.graph = graph;
    this.known.clear();
  }

  /** The roles with all that they inherit, sorted, and what they permit. A role that no longer exists is none. */
  authorityOf(roles: readonly string[]): Pick<Principal, 'roles' | 'permissions'> {
    const key = roles.join();
    const known = this.known.get(key);
    if (known) return known;
    const authority = {
      roles: [...this.graph.withInherited(roles)].sort(),
      permissions: this.graph.permissionsOf(roles),
    };
    this.known.set(key, authority);
    return authority;
  }

  /** The permissions that the roles grant together. */
  permissionsOf(roles: readonly string[]): ReadonlySet<string> {
    return this.authorityOf(roles).permissions;
  }
}
