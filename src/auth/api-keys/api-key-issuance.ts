import { Injectable } from '@nestjs/common';
import {
  ApiKeys,
  ApiKeysErrors,
  type ApiKeyWish,
  type MadeApiKey,
} from '../../credentials/api-keys/index.js';
import { AuditLog } from '../../platform/audit/index.js';
import { Problem } from '../../platform/errors/index.js';
import { RoleCatalogue, RolesService } from '../../roles/index.js';
import { Revocations, type RevokingChange, SessionsService } from '../../sessions/index.js';
import { TokensErrors } from '../../tokens/index.js';

/** Hands out API keys. */
@Injectable()
export class ApiKeyIssuance {
  constructor(
    private readonly keys: ApiKeys,
    private readonly roles: RolesService,
    private readonly catalogue: RoleCatalogue,
    private readonly sessions: SessionsService,
    private readonly revocations: Revocations,
    private readonly audit: AuditLog,
  ) {}

  /**
   * For somebody who has signed in.
   *
   * @throws Problem apiKey.tooMany, apiKey.scopeNotHeld, request.invalid, token.revoked
   */
  async inSession(userId: string, sessionId: string, wish: ApiKeyWish): Promise<MadeApiKey> {
    return this.revocations.during(async (change) => {
      await change.lockAccount(userId);
      const session = await this.sessions.find(sessionId, change.tx);
      // What ended all that the account had, a new password for one, must not miss a key that is being made.
      if (!session || session.endedAt) throw new Problem(TokensErrors.revoked, { because: 'sessionEnded' });
      return this.make(userId, wish, change);
    });
  }

  /**
   * For an operator, who answers for it.
   *
   * @throws Problem apiKey.tooMany, apiKey.scopeNotHeld, request.invalid
   */
  async byOperator(userId: string, wish: ApiKeyWish): Promise<MadeApiKey> {
    return this.revocations.during(async (change) => {
      await change.lockAccount(userId);
      return this.make(userId, wish, change);
    });
  }

  private async make(userId: string, wish: ApiKeyWish, { tx }: RevokingChange): Promise<MadeApiKey> {
    const held = this.catalogue.permissionsOf(await this.roles.rolesOf(userId, tx));
    const beyond = (wish.scopes ?? []).filter((scope) => !held.has(scope));
    if (beyond.length > 0)
      throw new Problem(ApiKeysErrors.scopeNotHeld, { detail: `Not held: ${beyond.join(', ')}.` });
    const made = await this.keys.make(userId, wish, tx);
    const { id: apiKeyId, scopes, expiresAt } = made.key;
    const detail = { apiKeyId, scopes, expiresAt: expiresAt.toISOString() };
    await this.audit.record({ type: 'apiKey.created', userId, detail }, tx);
    return made;
  }
}
