import { Injectable } from '@nestjs/common';
import { type ApiKey, ApiKeys } from '../../credentials/api-keys/index.js';
import { AuditLog } from '../../platform/audit/index.js';
import { Revocations, type RevokingChange } from '../../sessions/index.js';

/** Takes API keys back: they are refused from the next request on. */
@Injectable()
export class ApiKeyRevocation {
  constructor(
    private readonly keys: ApiKeys,
    private readonly revocations: Revocations,
    private readonly audit: AuditLog,
  ) {}

  /** @returns whether the account had that key */
  async of(userId: string, keyId: string): Promise<boolean> {
    return this.revocations.during((change) => this.within(userId, keyId, change));
  }

  /** The same as part of a greater change. */
  async within(userId: string, keyId: string, change: RevokingChange): Promise<boolean> {
    const key = await this.keys.remove(userId, keyId, change.tx);
    if (key) await this.told(key, 'revoked', change);
    return key !== undefined;
  }

  /** As part of a change that ends all that an account has. */
  async ofAll(userId: string, reason: string, change: RevokingChange): Promise<void> {
    for (const key of await this.keys.removeAll(userId, change.tx)) await this.told(key, reason, change);
  }

  private async told({ id, userId }: ApiKey, reason: string, change: RevokingChange): Promise<void> {
    await change.revokeToken(id);
    const detail = { apiKeyId: id, reason };
    await this.audit.record({ type: 'apiKey.revoked', userId, detail }, change.tx);
  }
}
