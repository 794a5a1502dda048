import { Injectable } from '@nestjs/common';
import { Authority, type Caller, LastAdministrator } from '../../roles/index.js';
import { Revocations, type RevokingChange } from '../../sessions/index.js';
import { UsersService } from '../../users/index.js';

/** Who changes an account, and what they give it. Nobody is the owner, or the operator at the command line. */
export interface ChangeOrder {
  readonly by?: Caller;
  /** Names of roles. */
  readonly giving?: readonly string[];
}

/** The frame of every change that somebody else makes to an account: alone, with authority, and not the end of all. */
@Injectable()
export class AccountChanges {
  constructor(
    private readonly revocations: Revocations,
    private readonly users: UsersService,
    private readonly authority: Authority,
    private readonly lastAdministrator: LastAdministrator,
  ) {}

  /** @throws Problem user.notFound, role.unknown, role.outranked, role.notHeld, role.lastAdministrator */
  async of<T>(
    userId: string,
    { by, giving = [] }: ChangeOrder,
    write: (change: RevokingChange) => Promise<T>,
  ): Promise<T> {
    return this.revocations.during(async (change) => {
      await change.lockAccount(userId);
      return this.lastAdministrator.keeping(change.tx, async () => {
        await this.users.assertExists(userId, change.tx);
        await this.authority.assertOver(by, userId, change.tx);
        await this.authority.assertMayGive(by, giving, change.tx);
        return write(change);
      });
    });
  }
}
