import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Config } from '../../platform/config/index.js';
import { ADMIN_ROLE, RolesService } from '../../roles/index.js';
import { emailKey } from '../../users/index.js';
import { authConfig } from '../auth.config.js';
import { Accounts } from '../register/accounts.service.js';

/** Makes the administrator that ADMIN_EMAIL names, at a start that finds no administrator at all. */
@Injectable()
export class FirstAdministrator implements OnApplicationBootstrap {
  constructor(
    private readonly accounts: Accounts,
    private readonly roles: RolesService,
    @Inject(authConfig.token) private readonly config: Config<typeof authConfig>,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { ADMIN_EMAIL: email, ADMIN_PASSWORD_FILE: password } = this.config;
    if (!email || !password || (await this.roles.isHeld(ADMIN_ROLE))) return;
    if (!emailKey(email)) throw new Error(`ADMIN_EMAIL is "${email}", which is no e-mail address.`);
    await this.accounts.create({ email, password }, [ADMIN_ROLE]);
    new Logger('FirstAdministrator').log(`Made the first administrator, ${email}`);
  }
}
