import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Proof } from '../../platform/access/index.js';
import { isOverlong, PasswordsService } from '../../credentials/passwords/index.js';
import { loginKey, UsersService } from '../../users/index.js';
import { type AccountsConfig, accountsConfig } from '../accounts.config.js';
import { GuardedPasswords } from '../guessing/guarded-passwords.js';
import { signInStandingOf } from './sign-in-standing.js';
import { SignInOutcomes } from './sign-in-outcomes.js';

/** Username or e-mail address, and password. */
@Injectable()
export class Credentials {
  constructor(
    private readonly users: UsersService,
    private readonly guarded: GuardedPasswords,
    private readonly passwords: PasswordsService,
    private readonly outcomes: SignInOutcomes,
    @Inject(accountsConfig.token) private readonly config: AccountsConfig,
  ) {}

  /**
   * An account that is unknown or may not sign in costs the same work as a wrong password, and gets the same answer.
   *
   * @throws Problem auth.tooManyAttempts, server.overloaded
   */
  async verify(login: string, password: string, request: FastifyRequest): Promise<Proof | undefined> {
    return this.outcomes.ofProof(() => this.proofOf(login, password, request));
  }

  private async proofOf(login: string, password: string, request: FastifyRequest) {
    if (isOverlong(password)) return undefined; // before a lookup could tell by its time who exists
    return this.passwords.whileThereIsRoom(async () => {
      const user = await this.users.findSignIn(login);
      const isDisabled = user ? signInStandingOf(user, this.config) !== 'allowed' : false;
      const claim = { name: loginKey(login), userId: user?.id, isDisabled, password };
      return this.guarded.verify(claim, request);
    });
  }
}
