import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditType } from '../../platform/audit/index.js';
import { RolesService } from '../../roles/index.js';
import { type EndReason, Revocations, type RevokingChange } from '../../sessions/index.js';
import { UsersService } from '../../users/index.js';
import { CleanSlate } from './clean-slate.js';

/**
 * What others may change of an account. Each change takes effect on the account's very next request, and each throws
 * Problem user.notFound where there is no such account.
 */
@Injectable()
export class AccountStanding {
  constructor(
    private readonly users: UsersService,
    private readonly roles: RolesService,
    private readonly slate: CleanSlate,
    private readonly revocations: Revocations,
    private readonly audit: AuditLog,
  ) {}

  /** Keeps the account, and ends all that was issued to it. */
  async disable(userId: string): Promise<void> {
    await this.ending(userId, 'accountDisabled', 'user.disabled', (change) =>
      this.users.setDisabled(userId, change.now, change.tx),
    );
  }

  /** Lets the account sign in again; what was ended stays so. */
  async enable(userId: string): Promise<void> {
    await this.changing(userId, async ({ tx }) => {
      await this.users.setDisabled(userId, null, tx);
      await this.audit.record({ type: 'user.enabled', userId }, tx);
    });
  }

  /** @param before what there is to do while the account is still there */
  async remove(
    userId: string,
    before: (change: RevokingChange) => Promise<void> = async () => {},
  ): Promise<void> {
    await this.ending(userId, 'accountDeleted', 'user.deleted', async (change) => {
      await before(change);
      await this.users.remove(userId, change.tx);
    });
  }

  /** @throws Problem role.unknown */
  async giveRole(userId: string, role: string): Promise<void> {
    await this.changingRoles(userId, role, (change) => this.roles.assign(userId, role, change.tx));
  }

  /** @throws Problem role.unknown */
  async takeRole(userId: string, role: string): Promise<void> {
    await this.changingRoles(userId, role, (change) => this.roles.withdraw(userId, role, change.tx));
  }

  private async ending(
    userId: string,
    reason: EndReason,
    type: AuditType,
    write: (change: RevokingChange) => Promise<void>,
  ): Promise<void> {
    await this.changing(userId, async (change) => {
      await this.slate.make(userId, reason, change);
      await write(change);
      await this.audit.record({ type, userId }, change.tx);
    });
  }

  /** Sessions live on: a refreshed token knows the new roles. */
  private async changingRoles(
    userId: string,
    role: string,
    write: (change: RevokingChange) => Promise<void>,
  ): Promise<void> {
    await this.changing(userId, async (change) => {
      await write(change);
      await change.raiseEpoch(userId);
      const detail = { role, roles: await this.roles.rolesOf(userId, change.tx) };
      await this.audit.record({ type: 'user.accessChanged', userId, detail }, change.tx);
    });
  }

  private async changing(userId: string, write: (change: RevokingChange) => Promise<void>): Promise<void> {
    await this.revocations.during(async (change) => {
      await change.lockAccount(userId);
      await this.users.assertExists(userId, change.tx);
      await write(change);
    });
  }
}
