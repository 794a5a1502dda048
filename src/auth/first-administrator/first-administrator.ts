import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import type { Config } from '../../platform/config/index.js';
import { ADMIN_ROLE, RolesService } from '../../roles/index.js';
import { UsersService } from '../../users/index.js';
import { authConfig } from '../auth.config.js';
import { Accounts } from '../register/accounts.service.js';

/** Makes the administrator that ADMIN_EMAIL names, at a start that finds no administrator at all. */
@Injectable()
export class FirstAdministrator {
  private readonly log = new Logger('FirstAdministrator');

  constructor(
    private readonly accounts: Accounts,
    private readonly roles: RolesService,
    private readonly users: UsersService,
    private readonly clock: Clock,
    @Inject(authConfig.token) private readonly config: Config<typeof authConfig>,
  ) {}

  /** @throws Problem password.* */
  async ensure(): Promise<void> {
    const { ADMIN_EMAIL: email, ADMIN_PASSWORD_FILE: password } = this.config;
    if (!email || !password || (await this.roles.isHeld(ADMIN_ROLE))) return;
    if (await this.users.findByLogin(email)) {
      // Who registered under that address may be anybody, and must not become an administrator by it.
      this.log.error(
        `ADMIN_EMAIL ${email} has an account already. If it is yours: npm run cli -- role grant ${email} admin`,
      );
      return;
    }
    await this.accounts.create({ email, password, emailVerifiedAt: this.clock.now() }, [ADMIN_ROLE]);
    this.log.log(`Made the first administrator, ${email}`);
  }
}
