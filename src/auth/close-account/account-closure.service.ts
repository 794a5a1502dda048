import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../platform/access/index.js';
import { Problem } from '../../platform/errors/index.js';
import { UsersService } from '../../users/index.js';
import { AccountMail } from '../account-mail/account-mail.js';
import { accountClosedMail } from '../account-mail/account-mails.js';
import { AccountStanding } from '../account-standing/account-standing.service.js';
import { AuthErrors } from '../auth.errors.js';
import { GuardedPasswords } from '../guessing/guarded-passwords.js';

/** Lets a person leave, with all that is theirs. */
@Injectable()
export class AccountClosure {
  constructor(
    private readonly passwords: GuardedPasswords,
    private readonly users: UsersService,
    private readonly standing: AccountStanding,
    private readonly mail: AccountMail,
  ) {}

  /** @throws Problem auth.passwordWrong, auth.tooManyAttempts, server.overloaded */
  async of({ userId }: Principal, password: string, request: FastifyRequest): Promise<void> {
    if (!(await this.passwords.verify({ userId, password }, request)))
      throw new Problem(AuthErrors.passwordWrong);
    await this.standing.remove(userId, async ({ tx }) => {
      const user = await this.users.findById(userId, tx);
      if (user) await this.mail.tell(user.email, accountClosedMail, tx);
    });
  }
}
