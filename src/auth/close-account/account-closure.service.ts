import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PasswordsService } from '../../credentials/passwords/index.js';
import type { Principal } from '../../platform/access/index.js';
import { Problem } from '../../platform/errors/index.js';
import { UsersService } from '../../users/index.js';
import { AccountMail } from '../account-mail/account-mail.js';
import { accountClosedMail } from '../account-mail/mail-templates.js';
import { AccountStanding } from '../account-standing/account-standing.service.js';
import { AuthErrors } from '../auth.errors.js';
import { GuardedPasswords } from '../guessing/guarded-passwords.js';

/** Lets a person leave, with all that is theirs. */
@Injectable()
export class AccountClosure {
  constructor(
    private readonly guarded: GuardedPasswords,
    private readonly passwords: PasswordsService,
    private readonly users: UsersService,
    private readonly standing: AccountStanding,
    private readonly mail: AccountMail,
  ) {}

  /** @throws Problem auth.passwordWrong, auth.tooManyAttempts, role.lastAdministrator, server.overloaded */
  async of({ userId }: Principal, password: string, request: FastifyRequest): Promise<void> {
    const proof = await this.guarded.prove({ userId, password }, request);
    await this.standing.remove(userId, undefined, async ({ tx }) => {
      if (!(await this.passwords.stillHolds(proof, tx)))
        throw new Problem(AuthErrors.passwordWrong, { because: 'the password was changed meanwhile' });
      const user = await this.users.findById(userId, tx);
      if (user) await this.mail.tell(user.email, accountClosedMail, tx);
    });
  }
}
