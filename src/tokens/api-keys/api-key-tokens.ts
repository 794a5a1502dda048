import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type ApiKey, ApiKeys, ApiKeyUses, isApiKey } from '../../credentials/api-keys/index.js';
import { Clock, secondsAfter } from '../../platform/clock/index.js';
import { Revocations } from '../../sessions/index.js';
import { AccessTokens } from '../access-tokens.service.js';
import { Authorities } from '../authorities.js';
import { believed, type TokenVerdict } from '../token-verdict.js';
import { TokensErrors } from '../tokens.errors.js';
import type { VerifiedToken } from '../verified-token.js';

/** Seconds for which a key is not looked up again. Much less than TOKEN_MEMORY: the index outlives what it judges. */
const REMEMBERED_FOR = 60;

/** The checks of a key, in their order. */
export const API_KEY_CHECKS = ['known', 'notExpired', 'ofActiveOwner'] as const;

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
    const now = this.clock.now();
    const key = await this.keys.find(secret);
    const verified = believed(await this.judgeKey(key, now));
    if (key) this.uses.note(key);
    const until = secondsAfter(now, REMEMBERED_FOR);
    this.accessTokens.remember(secret, verified, until < verified.expiresAt ? until : verified.expiresAt);
    return verified;
  }

  /** What `verify` goes by. It leaves no trace, and so is no use of the key. */
  async judge(secret: string): Promise<TokenVerdict> {
    return this.judgeKey(await this.keys.find(secret), this.clock.now());
  }

  private async judgeKey(key: ApiKey | undefined, now: Date): Promise<TokenVerdict> {
    if (!key) return { check: 'known', fault: 'unknownApiKey', entry: TokensErrors.invalid };
    const about = { userId: key.userId, sessionId: undefined, tokenId: key.id };
    if (key.expiresAt <= now)
      return { check: 'notExpired', fault: 'expired', entry: TokensErrors.expired, about };
    const verified = await this.withAuthorityOfNow(key);
    if (verified) return { verified };
    return { check: 'ofActiveOwner', fault: 'accountDisabled', entry: TokensErrors.revoked, about };
  }

  private async withAuthorityOfNow(key: ApiKey): Promise<VerifiedToken | undefined> {
    const read = await this.withAuthority(key);
    if (!read) return undefined;
    // The owner's roles were changed while they were read: the key lives on, with the new ones.
    return (await this.revocations.standingOf(read)) === 'epochRaised' ? this.withAuthority(key) : read;
  }

  private async withAuthority({
    id,
    userId,
    scopes,
    createdAt,
    expiresAt,
  }: ApiKey): Promise<VerifiedToken | undefined> {
    const authority = await this.authorities.of(userId, this.dataSource.manager);
    if (!authority) return undefined;
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
