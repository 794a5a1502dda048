import { Injectable } from '@nestjs/common';
import { Problem } from '../platform/errors/index.js';
import { AccessTokens } from './access-tokens.service.js';
import { ApiKeyTokens } from './api-keys/api-key-tokens.js';
import type { VerifiedToken } from './verified-token.js';

export type TokenKind = 'jwt' | 'opaque' | 'apiKey';

/** Whatever works as an access token, in whichever format, for those who hold it as a text and not as a request. */
@Injectable()
export class TokenVerification {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly apiKeys: ApiKeyTokens,
  ) {}

  /**
   * A good token that still stands.
   *
   * @throws Problem token.invalid, token.expired, token.revoked
   */
  async verify(token: string): Promise<VerifiedToken> {
    const verified = (await this.accessTokens.recall(token)) ?? (await this.verifyAnew(token));
    await this.accessTokens.assertStanding(verified);
    return verified;
  }

  /** The same, but undefined for a token that is no good. */
  async verified(token: string): Promise<VerifiedToken | undefined> {
    try {
      return await this.verify(token);
    } catch (error) {
      // Not every problem: whether it is good may just not be known at the moment.
      if (error instanceof Problem && error.entry.oauth === 'invalid_token') return undefined;
      throw error;
    }
  }

  isApiKey(token: string): boolean {
    return this.apiKeys.isOne(token);
  }

  /** By its looks, which decide how it is verified. */
  kindOf(token: string): TokenKind {
    if (this.apiKeys.isOne(token)) return 'apiKey';
    return this.accessTokens.isOpaque(token) ? 'opaque' : 'jwt';
  }

  private async verifyAnew(token: string): Promise<VerifiedToken> {
    const kind = this.kindOf(token);
    if (kind === 'apiKey') return this.apiKeys.verify(token);
    return kind === 'opaque' ? this.accessTokens.verifyOpaque(token) : this.accessTokens.verifyJwt(token);
  }
}
