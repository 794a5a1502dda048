import { Injectable } from '@nestjs/common';
import { OneTimeTokens, OneTimeTokensErrors } from '../../credentials/one-time-tokens/index.js';
import { PasswordsService } from '../../credentials/passwords/index.js';
import { Problem } from '../../platform/errors/index.js';
import { Revocations } from '../../sessions/index.js';
import { UsersService } from '../../users/index.js';
import { PasswordReplacement } from '../change-password/password-replacement.js';
import type { ResetPasswordDto } from './recover-password.dto.js';

/** A new password for who has the mailbox. Whoever had the old one is signed out everywhere. */
@Injectable()
export class ResetPassword {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly passwords: PasswordsService,
    private readonly users: UsersService,
    private readonly revocations: Revocations,
    private readonly replacement: PasswordReplacement,
  ) {}

  /**
   * A password that is refused leaves the token good for another try.
   *
   * @returns whose password it is
   * @throws Problem oneTimeToken.invalid, password.*, server.overloaded
   */
  async with({ token, newPassword }: ResetPasswordDto): Promise<string> {
    const { subject: userId } = await this.tokens.read('resetPassword', token);
    const hash = await this.passwords.prepareFor(userId, newPassword, '#/newPassword');
    await this.revocations.during(async (change) => {
      const { tx } = change;
      await change.lockAccount(userId);
      await this.tokens.redeem('resetPassword', token, tx);
      const user = await this.users.findById(userId, tx);
      if (!user || user.disabledAt)
        throw new Problem(OneTimeTokensErrors.invalid, { because: 'disabled or gone' });
      await this.users.noteVerifiedEmail(userId, tx); // the token came through that mailbox
      await this.replacement.make(userId, hash, 'passwordReset', change);
    });
    return userId;
  }
}
