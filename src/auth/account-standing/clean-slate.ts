import { Injectable } from '@nestjs/common';
import { OneTimeTokens } from '../../credentials/one-time-tokens/index.js';
import { type EndReason, type RevokingChange, SessionsService } from '../../sessions/index.js';
import { ApiKeyRevocation } from '../../tokens/index.js';

/** Takes back all that was handed out to an account: sessions with their tokens, API keys, and mailed links. */
@Injectable()
export class CleanSlate {
  constructor(
    private readonly sessions: SessionsService,
    private readonly apiKeys: ApiKeyRevocation,
    private readonly oneTimeTokens: OneTimeTokens,
  ) {}

  /** As part of a change that has locked the account. */
  async make(userId: string, reason: EndReason, change: RevokingChange): Promise<void> {
    await this.sessions.endAll(userId, reason, change);
    await this.apiKeys.ofAll(userId, reason, change);
    await change.raiseEpoch(userId);
    await this.oneTimeTokens.voidAll(userId, change.tx);
  }
}
