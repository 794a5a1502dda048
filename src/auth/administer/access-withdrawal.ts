import { Injectable } from '@nestjs/common';
import type { Caller } from '../../roles/index.js';
import { SessionsService } from '../../sessions/index.js';
import { ApiKeyRevocation } from '../../tokens/index.js';
import { AccountChanges } from '../account-standing/account-changes.js';

/** Takes sessions and API keys from an account that stays as it is. */
@Injectable()
export class AccessWithdrawal {
  constructor(
    private readonly changes: AccountChanges,
    private readonly sessions: SessionsService,
    private readonly apiKeys: ApiKeyRevocation,
  ) {}

  /**
   * @returns how many sessions there were
   * @throws Problem user.notFound, role.outranked
   */
  async ofSessions(caller: Caller, userId: string): Promise<number> {
    return this.changes.of(userId, { by: caller }, (change) =>
      this.sessions.endAll(userId, 'endedByAdministrator', change),
    );
  }

  /**
   * @returns whether there was such a session that had not ended
   * @throws Problem role.outranked
   */
  async ofSession(caller: Caller, sessionId: string): Promise<boolean> {
    const session = await this.sessions.find(sessionId);
    if (!session || session.endedAt) return false;
    return this.changes.of(session.userId, { by: caller }, (change) =>
      this.sessions.endWithin(sessionId, 'endedByAdministrator', change),
    );
  }

  /**
   * @returns whether the account had that key
   * @throws Problem user.notFound, role.outranked
   */
  async ofApiKey(caller: Caller, userId: string, keyId: string): Promise<boolean> {
    return this.changes.of(userId, { by: caller }, (change) => this.apiKeys.within(userId, keyId, change));
  }
}
