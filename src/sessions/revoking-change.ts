import type { EntityManager } from 'typeorm';
import type { UsersService } from '../users/index.js';
import { Revocation, type RevocationKind } from './revocation.entity.js';

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

  private async record(kind: RevocationKind, subject: string, epoch: number): Promise<void> {
    const times = { createdAt: this.now, expiresAt: this.tokensExpireBy };
    const revocation = this.tx.create(Revocation, { kind, subject, epoch, ...times });
    await this.tx.insert(Revocation, revocation);
    this.revoked.push(revocation);
  }
}
