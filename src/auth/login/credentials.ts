import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Proof } from '../../platform/access/index.js';
import { PasswordsService } from '../../credentials/passwords/index.js';
import { loginKey, UsersService } from '../../users/index.js';
import { GuardedPasswords } from '../guessing/guarded-passwords.js';

/** Username or e-mail address, and password. */
@Injectable()
export class Credentials {
  constructor(
    private readonly users: UsersService,
    private readonly guarded: GuardedPasswords,
    private readonly passwords: PasswordsService,
  ) {}

  /**
   * An unknown or disabled account costs the same work as a wrong password, and gets the same answer.
   *
   * @throws Problem auth.tooManyAttempts, server.overloaded
   */
  async verify(login: string, password: string, request: FastifyRequest): Promise<Proof | undefined> {
    return this.passwords.whileThereIsRoom(async () => {
      const user = await this.users.findByLogin(login);
      const isDisabled = Boolean(user?.disabledAt);
      const claim = { name: loginKey(login), userId: user?.id, isDisabled, password };
      return this.guarded.verify(claim, request);
    });
  }
}
