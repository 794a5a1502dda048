import { Injectable } from '@nestjs/common';
import { OneTimeTokens } from '../../credentials/one-time-tokens/index.js';
import { type EndReason, type RevokingChange, SessionsService } from '../../sessions/index.js';

/** Takes back all that was handed out to an account: sessions with their tokens, and mailed links. */
@Injectable()
export class CleanSlate {
  constructor(
    private readonly sessions: SessionsService,
    private readonly oneTimeTokens: OneTimeTokens,
  ) {}

  /** As part of a change that has locked the account. */
  async make(userId: string, reason: EndReason, change: RevokingChange): Promise<void> {
    await this.sessions.endAll(userId, reason, change);
    await change.raiseEpoch(userId);
    await this.oneTimeTokens.voidAll(userId, change.tx);
  }
}
