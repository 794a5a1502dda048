import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type ApiKey, ApiKeys, ApiKeyUses, isApiKey } from '../../credentials/api-keys/index.js';
import { Clock, secondsAfter } from '../../platform/clock/index.js';
import { Problem } from '../../platform/errors/index.js';
import { Revocations } from '../../sessions/index.js';
import { AccessTokens } from '../access-tokens.service.js';
import { Authorities } from '../authorities.js';
import { TokensErrors } from '../tokens.errors.js';
import type { VerifiedToken } from '../verified-token.js';

/** Seconds for which a key is not looked up again. Much less than TOKEN_MEMORY: the index outlives what it judges. */
const REMEMBERED_FOR = 60;

/** Lets API keys stand where access tokens do. What a key says of its owner is true now, not when it was made. */
@Injectable()
export class ApiKeyTokens {
  constructor(
    private readonly keys: ApiKeys,
    private readonly uses: ApiKeyUses,
    private readonly authorities: Authorities,
    private readonly accessTokens: AccessTokens,
    private readonly revocations: Revocations,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  isOne(token: string): boolean {
    return isApiKey(token);
  }

  /** @throws Problem token.invalid, token.expired, token.revoked */
  async verify(secret: string): Promise<VerifiedToken> {
    const key = await this.keys.find(secret);
    if (!key) throw new Problem(TokensErrors.invalid, { because: 'unknownApiKey' });
    const now = this.clock.now();
    if (key.expiresAt <= now) throw new Problem(TokensErrors.expired);
    const verified = await this.withAuthorityOfNow(key);
    this.uses.note(key);
    const until = secondsAfter(now, REMEMBERED_FOR);
    this.accessTokens.remember(secret, verified, until < key.expiresAt ? until : key.expiresAt);
    return verified;
  }

  private async withAuthorityOfNow(key: ApiKey): Promise<VerifiedToken> {
    const read = await this.withAuthority(key);
    // The owner's roles were changed while they were read: the key lives on, with the new ones.
    return (await this.revocations.standingOf(read)) === 'epochRaised' ? this.withAuthority(key) : read;
  }

  private async withAuthority({ id, userId, scopes, createdAt, expiresAt }: ApiKey): Promise<VerifiedToken> {
    const authority = await this.authorities.of(userId, this.dataSource.manager);
    if (!authority) throw new Problem(TokensErrors.revoked, { because: 'accountDisabled' });
    return {
      userId,
      sessionId: undefined,
      tokenId: id,
      clientId: undefined,
      ...authority,
      ...(scopes && { scopes }),
      amr: [],
      authenticatedAt: createdAt,
      issuedAt: createdAt,
      expiresAt,
    };
  }
}
