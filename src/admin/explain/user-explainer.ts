import { Inject, Injectable } from '@nestjs/common';
import {
  type AccountsConfig,
  accountsConfig,
  AuthErrors,
  SIGN_IN_FAULTS,
  signInStandingOf,
} from '../../auth/index.js';
import type { AccessRule } from '../../platform/access/index.js';
import { Problem } from '../../platform/errors/index.js';
import { RoleCatalogue, RolesService } from '../../roles/index.js';
import { TokensErrors } from '../../tokens/index.js';
import { type User, UsersErrors, UsersService } from '../../users/index.js';
import { decided, undecided } from './decision-steps.js';
import { stepsOf } from './steps.js';
import type { Explained } from './token-explainer.js';

const CHECK_OF = { disabled: 'notDisabled', unconfirmed: 'confirmed' } as const;
const CHECKS = SIGN_IN_FAULTS.map((fault) => CHECK_OF[fault]);

/** Goes the way of somebody who signs in now, and of a service that comes with a key. */
@Injectable()
export class UserExplainer {
  constructor(
    private readonly users: UsersService,
    private readonly roles: RolesService,
    private readonly catalogue: RoleCatalogue,
    @Inject(accountsConfig.token) private readonly config: AccountsConfig,
  ) {}

  /**
   * @param account an id, an e-mail address or a username
   * @throws Problem user.notFound
   */
  async explain(account: string, rule: AccessRule): Promise<Explained> {
    const user = await this.find(account);
    const { roles, permissions } = this.catalogue.authorityOf(await this.roles.rolesOf(user.id));
    const subject = { kind: user.kind, userId: user.id, roles, permissions: [...permissions].sort() };
    const standing = signInStandingOf(
      {
        isDisabled: user.disabledAt !== null,
        isVerified: user.emailVerifiedAt !== null || user.kind === 'service',
      },
      this.config,
    );
    if (standing !== 'allowed') {
      const steps = [...stepsOf(CHECKS, { at: CHECK_OF[standing] }), ...undecided()];
      const refusal = user.kind === 'service' ? TokensErrors.revoked : AuthErrors.invalidCredentials;
      return { steps, subject, refusal };
    }
    const sessionId = user.kind === 'service' ? undefined : 'the next';
    const decision = decided(rule, { roles, permissions, sessionId });
    return { ...decision, steps: [...stepsOf(CHECKS, 'none'), ...decision.steps], subject };
  }

  private async find(account: string): Promise<User> {
    const user = await this.users.find(account);
    if (!user) throw new Problem(UsersErrors.notFound);
    return user;
  }
}
