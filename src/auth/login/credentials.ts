import { Injectable } from '@nestjs/common';
import { PasswordsService } from '../../credentials/passwords/index.js';
import type { Proof } from '../../platform/access/index.js';
import { UsersService } from '../../users/index.js';

/** Username or e-mail address, and password. */
@Injectable()
export class Credentials {
  constructor(
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
  ) {}

  /**
   * An unknown or disabled account costs the same work as a wrong password, and gets the same answer.
   *
   * @throws Problem server.overloaded
   */
  async verify(identifier: string, password: string): Promise<Proof | undefined> {
    const user = await this.users.findByLogin(identifier);
    const proof = await this.passwords.verify(user?.id, password);
    return user?.disabledAt ? undefined : proof;
  }
}
