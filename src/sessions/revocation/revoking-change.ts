import type { EntityManager } from 'typeorm';
import type { UsersService } from '../../users/index.js';
import { Revocation, type RevocationKind } from './revocation.entity.js';

/** How many accounts a statement changes at most. */
const BATCH = 500;

/** A transaction that takes something away: what it revokes is written with it. See `Revocations.during`. */
export class RevokingChange {
  constructor(
    readonly tx: EntityManager,
    private readonly users: UsersService,
    /** One instant for all that the change writes. */
    readonly now: Date,
    /** When every access token that was issued so far has expired. */
    private readonly tokensExpireBy: Date,
    /** Where it notes what it revokes. */
    private readonly revoked: Revocation[],
  ) {}

  /**
   * Waits until no other change of the account is under way, and keeps others waiting until this one has ended.
   * Taken by what opens sessions and by what ends all of them, so that neither overlooks the other.
   */
  async lockAccount(userId: string): Promise<void> {
    await this.users.lock(userId, this.tx);
  }

  /** Voids everything that was issued for a session. */
  async revokeSession(sessionId: string): Promise<void> {
    await this.record('session', sessionId, 0);
  }

  /** Voids one access token, by its `jti`. */
  async revokeToken(tokenId: string): Promise<void> {
    await this.record('token', tokenId, 0);
  }

  /** Voids every access token the user holds. A refreshed one knows what the user may do from now on. */
  async raiseEpoch(userId: string): Promise<void> {
    await this.record('epoch', userId, await this.users.raiseEpoch(userId, this.tx));
  }

  /** The same for many, a few hundred a statement. */
  async raiseEpochs(userIds: readonly string[]): Promise<void> {
    const ids = [...userIds].sort(); // the same order for everybody, so that no two wait for each other
    for (let from = 0; from < ids.length; from += BATCH) {
      const raised = await this.users.raiseEpochs(ids.slice(from, from + BATCH), this.tx);
      await this.recordAll(raised.map(({ id, epoch }) => ({ kind: 'epoch', subject: id, epoch })));
    }
  }

  /** Makes every node read anew what roles grant, before it believes that it knows what is void. */
  async changeRole(name: string): Promise<void> {
    await this.record('roles', name, 0);
  }

  private record(kind: RevocationKind, subject: string, epoch: number): Promise<void> {
    return this.recordAll([{ kind, subject, epoch }]);
  }

  private async recordAll(entries: readonly Pick<Revocation, 'kind' | 'subject' | 'epoch'>[]): Promise<void> {
    const times = { createdAt: this.now, expiresAt: this.tokensExpireBy };
    const revocations = entries.map((entry) => this.tx.create(Revocation, { ...entry, ...times }));
    await this.tx.insert(Revocation, revocations);
    this.revoked.push(...revocations);
  }
}
