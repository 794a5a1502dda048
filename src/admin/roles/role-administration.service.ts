import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditType } from '../../platform/audit/index.js';
import {
  type Caller,
  LastAdministrator,
  type Role,
  type RoleChange,
  RoleDefinitions,
  type RoleDraft,
  RolesService,
} from '../../roles/index.js';
import { Revocations, type RevokingChange } from '../../sessions/index.js';

/** Makes and changes roles. What follows from it for their holders holds from the next request on, on every node. */
@Injectable()
export class RoleAdministration {
  constructor(
    private readonly definitions: RoleDefinitions,
    private readonly roles: RolesService,
    private readonly lastAdministrator: LastAdministrator,
    private readonly revocations: Revocations,
    private readonly audit: AuditLog,
  ) {}

  /** @throws Problem role.nameTaken, role.notHeld, request.invalid */
  async create(draft: RoleDraft, by?: Caller): Promise<Role> {
    return this.changing(draft.name, async (change) => {
      const role = await this.definitions.create(draft, by, change.tx);
      await this.record('role.created', { ...grantsOf(role), role: role.name }, change);
      return role;
    });
  }

  /**
   * @throws Problem role.unknown, role.builtIn, role.nameTaken, role.cycle, role.notHeld, role.lastAdministrator,
   * request.invalid
   */
  async edit(name: string, wish: RoleChange, by?: Caller): Promise<Role> {
    return this.changing(name, async (change) => {
      const role = await this.definitions.edit(name, wish, by, change.tx);
      // The name is stamped on the tokens of those who hold it, and could become another role's.
      if (role.name !== name) await change.raiseEpochs(await this.roles.holdersOf(role.id, change.tx));
      const renamed = role.name !== name && { formerName: name };
      await this.record('role.changed', { ...grantsOf(role), role: role.name, ...renamed }, change);
      return role;
    });
  }

  /** @throws Problem role.unknown, role.builtIn, role.inUse, role.notHeld */
  async remove(name: string, by?: Caller): Promise<void> {
    await this.changing(name, async (change) => {
      await this.definitions.remove(name, by, change.tx);
      await this.record('role.deleted', { role: name }, change);
    });
  }

  private changing<T>(name: string, write: (change: RevokingChange) => Promise<T>): Promise<T> {
    return this.revocations.during((change) =>
      this.lastAdministrator.keeping(change.tx, async () => {
        const result = await write(change);
        await change.changeRole(name);
        return result;
      }),
    );
  }

  private async record(
    type: AuditType,
    detail: Record<string, string | readonly string[]>,
    { tx }: RevokingChange,
  ): Promise<void> {
    await this.audit.record({ type, detail }, tx);
  }
}

const grantsOf = ({ permissions, inherits }: Role) => ({
  permissions: permissions.map(({ name }) => name).sort(),
  inherits: inherits.map(({ name }) => name).sort(),
});
