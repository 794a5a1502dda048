import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OneTimeTokens, OneTimeTokensErrors } from '../../credentials/one-time-tokens/index.js';
import { PasswordsService } from '../../credentials/passwords/index.js';
import { AuditLog } from '../../platform/audit/index.js';
import { Clock } from '../../platform/clock/index.js';
import { Problem } from '../../platform/errors/index.js';
import { UsersErrors } from '../../users/index.js';
import { AuthErrors } from '../auth.errors.js';
import type { VerifyEmailDto } from '../verify-email/verify-email.dto.js';
import { Accounts } from './accounts.service.js';
import type { PendingAccount } from './pending-registrations.js';

/** Makes the account of a registration whose address was confirmed by who knows its password. */
@Injectable()
export class RegistrationConfirmation {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly passwords: PasswordsService,
    private readonly accounts: Accounts,
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  isFor(token: string): Promise<boolean> {
    return this.tokens.isGood('register', token);
  }

  /** @throws Problem oneTimeToken.invalid, auth.passwordWrong, user.usernameTaken, server.overloaded */
  async confirm({ token, password }: VerifyEmailDto): Promise<void> {
    const { detail } = await this.tokens.read<PendingAccount>('register', token);
    if (!(await this.passwords.matches(detail.hash, password))) throw new Problem(AuthErrors.passwordWrong);
    try {
      await this.make(token);
    } catch (error) {
      // Another registration of this address was confirmed before: to this one that is all there is to tell.
      if (error instanceof Problem && error.entry === UsersErrors.emailTaken)
        throw new Problem(OneTimeTokensErrors.invalid, { because: 'the address has an account by now' });
      throw error;
    }
  }

  private async make(token: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { subject, detail } = await this.tokens.redeem<PendingAccount>('register', token, tx);
      const draft = { ...detail.draft, emailVerifiedAt: this.clock.now() };
      const { user } = await this.accounts.insert(draft, detail.hash, [], tx);
      await this.tokens.voidAll(subject, tx); // others who registered this address
      await this.audit.record({ type: 'user.emailVerified', userId: user.id }, tx);
    });
  }
}
