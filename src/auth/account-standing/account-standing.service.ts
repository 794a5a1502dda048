import { Injectable } from '@nestjs/common';
import { type AuditEntry, AuditLog, type AuditType } from '../../platform/audit/index.js';
import { type Caller, RolesService } from '../../roles/index.js';
import { type EndReason, type RevokingChange } from '../../sessions/index.js';
import { UsersService } from '../../users/index.js';
import { AccountChanges, type ChangeOrder } from './account-changes.js';
import { CleanSlate } from './clean-slate.js';
import { assertOther } from './assert-other.js';

/**
 * What others may change of an account. Each change takes effect on the account's very next request, and each throws
 * Problem user.notFound where there is no such account, role.outranked where it may do more than who changes it, and
 * role.lastAdministrator where nobody would be left who may do everything.
 */
@Injectable()
export class AccountStanding {
  constructor(
    private readonly changes: AccountChanges,
    private readonly users: UsersService,
    private readonly roles: RolesService,
    private readonly slate: CleanSlate,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Keeps the account, and ends all that was issued to it.
   *
   * @param reason for those who administer accounts; its owner is not told
   */
  async disable(userId: string, by?: Caller, reason?: string): Promise<void> {
    const detail: AuditEntry['detail'] = reason ? { reason } : {};
    await this.ending(userId, by, { reason: 'accountDisabled', type: 'user.disabled', detail }, (change) =>
      this.users.setDisabled(userId, change.now, change.tx, reason),
    );
  }

  /** Lets the account sign in again; what was ended stays so. */
  async enable(userId: string, by?: Caller): Promise<void> {
    await this.changes.of(userId, { by }, async ({ tx }) => {
      await this.users.setDisabled(userId, null, tx);
      await this.audit.record({ type: 'user.enabled', userId }, tx);
    });
  }

  /** @param before what there is to do while the account is still there */
  async remove(
    userId: string,
    by?: Caller,
    before: (change: RevokingChange) => Promise<void> = async () => {},
  ): Promise<void> {
    await this.ending(userId, by, { reason: 'accountDeleted', type: 'user.deleted' }, async (change) => {
      await before(change);
      await this.users.remove(userId, change.tx);
    });
  }

  /** Whether it was a change. @throws Problem role.unknown, role.notHeld */
  async giveRole(userId: string, role: string, by?: Caller): Promise<boolean> {
    return this.changingRoles(userId, role, { by, giving: [role] }, true, (change) =>
      this.roles.assign(userId, role, change.tx),
    );
  }

  /** Whether it was a change. @throws Problem role.unknown */
  async takeRole(userId: string, role: string, by?: Caller): Promise<boolean> {
    return this.changingRoles(userId, role, { by }, false, (change) =>
      this.roles.withdraw(userId, role, change.tx),
    );
  }

  private async ending(
    userId: string,
    by: Caller,
    { reason, type, detail = {} }: { reason: EndReason; type: AuditType; detail?: AuditEntry['detail'] },
    write: (change: RevokingChange) => Promise<void>,
  ): Promise<void> {
    assertOther(by, userId);
    await this.changes.of(userId, { by }, async (change) => {
      await this.slate.make(userId, reason, change);
      await write(change);
      await this.audit.record({ type, userId, detail }, change.tx);
    });
  }

  /** Sessions live on: a refreshed token knows the new roles. What is so already is no change. */
  private async changingRoles(
    userId: string,
    role: string,
    order: ChangeOrder,
    isToHold: boolean,
    write: (change: RevokingChange) => Promise<void>,
  ): Promise<boolean> {
    return this.changes.of(userId, order, async (change) => {
      if ((await this.roles.holds(userId, role, change.tx)) === isToHold) return false;
      await write(change);
      await change.raiseEpoch(userId);
      const detail = { role, roles: await this.roles.rolesOf(userId, change.tx) };
      await this.audit.record({ type: 'user.accessChanged', userId, detail }, change.tx);
      return true;
    });
  }
}
