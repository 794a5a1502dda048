import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/index.js';
import { Problem } from '../../platform/errors/index.js';
import type { Caller } from '../../roles/index.js';
import type { RevokingChange } from '../../sessions/index.js';
import { type ProfileChange, type User, UsersErrors, UsersService } from '../../users/index.js';
import { AccountMail } from '../account-mail/account-mail.js';
import { emailChangedMail } from '../account-mail/mail-templates.js';
import { AccountChanges } from '../account-standing/account-changes.js';
import { CleanSlate } from '../account-standing/clean-slate.js';
import { assertOther } from '../account-standing/assert-other.js';

/** What is to become of an account. */
interface Correction extends ProfileChange {
  readonly email?: string;
  /** Of the address that the account has then; one that is new and not said to be verified is not. */
  readonly emailVerified?: boolean;
}

/** What an administrator puts right in somebody else's account. */
@Injectable()
export class AccountCorrection {
  constructor(
    private readonly changes: AccountChanges,
    private readonly users: UsersService,
    private readonly slate: CleanSlate,
    private readonly mail: AccountMail,
    private readonly audit: AuditLog,
  ) {}

  /** @throws Problem user.*, role.outranked */
  async by(caller: Caller, userId: string, asked: Correction): Promise<void> {
    assertOther(caller, userId);
    const { email, emailVerified, ...profile } = asked;
    await this.changes.of(userId, { by: caller }, async (change) => {
      const { tx } = change;
      const user = (await this.users.findById(userId, tx)) as User;
      if (user.kind === 'service') assertFitForService(asked);
      await this.users.changeProfile(userId, profile, tx);
      if (email !== undefined && email !== user.email)
        await this.move(user, email, emailVerified ?? false, change);
      else if (emailVerified !== undefined) await this.users.setEmailVerified(userId, emailVerified, tx);
      const fields = Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : name));
      await this.audit.record({ type: 'user.changed', userId, detail: { fields: fields.sort() } }, tx);
    });
  }

  /** As when the owner does it: who had the old address, or links mailed there, has nothing left. */
  private async move(user: User, email: string, isVerified: boolean, change: RevokingChange): Promise<void> {
    await this.users.changeEmail(user.id, email, change.tx, isVerified);
    await this.slate.make(user.id, 'emailChanged', change);
    await this.audit.record({ type: 'user.emailChanged', userId: user.id }, change.tx);
    await this.mail.tell(user.email, emailChangedMail, change.tx);
  }
}

function assertFitForService({ username, email, emailVerified }: Correction): void {
  if (username !== undefined || email !== undefined || emailVerified !== undefined)
    throw new Problem(UsersErrors.isService);
}
