import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import type { Principal } from '../../platform/access/index.js';
import { Problem } from '../../platform/errors/index.js';
import { User } from '../../users/index.js';
import { type AuthorityDecision, decideActing, decideGrant } from './authority-decision.js';
import { RolesErrors } from '../roles.errors.js';
import { readGraph } from '../definitions/roles-table.js';
import { RolesService } from '../roles.service.js';

/** Who acts. Undefined is the operator at the command line, who holds the database and so everything. */
export type Caller = Pick<Principal, 'userId' | 'permissions'> | undefined;

/**
 * Keeps callers within what they hold themselves. Judged by the database of this moment: what the caller's token was
 * given may have been taken by a change that committed since. Ask it in the turn of `LastAdministrator.keeping`.
 */
@Injectable()
export class Authority {
  constructor(private readonly roles: RolesService) {}

  /**
   * Before an account is changed, disabled, deleted, signed out or let in anew by somebody else.
   *
   * @throws Problem role.outranked
   */
  async assertOver(caller: Caller, targetUserId: string, tx: EntityManager): Promise<void> {
    if (!caller) return;
    const graph = await readGraph(tx);
    const target = graph.permissionsOf(await this.roles.rolesOf(targetUserId, tx));
    assertAllowed(decideActing(await this.heldBy(caller, tx), target));
  }

  /**
   * Before roles are given, to whomever.
   *
   * @throws Problem role.notHeld
   */
  async assertMayGive(caller: Caller, roles: readonly string[], tx: EntityManager): Promise<void> {
    if (caller) await this.assertHolds(caller, (await readGraph(tx)).permissionsOf(roles), tx);
  }

  /**
   * Before a role is made to grant these, or not to grant them any more.
   *
   * @throws Problem role.notHeld
   */
  async assertHolds(caller: Caller, permissions: Iterable<string>, tx: EntityManager): Promise<void> {
    if (caller) assertAllowed(decideGrant(await this.heldBy(caller, tx), permissions));
  }

  /** What the account may now, as far as the token may: an API key may less than its owner. */
  private async heldBy(
    { userId, permissions }: NonNullable<Caller>,
    tx: EntityManager,
  ): Promise<ReadonlySet<string>> {
    if (!(await tx.existsBy(User, { id: userId, disabledAt: IsNull() }))) return new Set();
    const held = (await readGraph(tx)).permissionsOf(await this.roles.rolesOf(userId, tx));
    return new Set([...held].filter((permission) => permissions.has(permission)));
  }
}

function assertAllowed(decision: AuthorityDecision): void {
  if (decision.verdict === 'allowed') return;
  const detail = `You do not hold: ${decision.missing.join(', ')}.`;
  throw new Problem(RolesErrors[decision.verdict], { detail });
}
