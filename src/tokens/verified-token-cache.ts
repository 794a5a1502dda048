import { LRUCache } from 'lru-cache';
import { digestOf } from '../platform/crypto/index.js';
import type { VerifiedToken } from './verified-token.js';

interface Remembered {
  readonly verified: VerifiedToken;
  readonly until: Date;
}

/**
 * Remembers tokens that were verified, by their digest, never past their `exp`. It spares the signature and the
 * database, not the judgement: whoever recalls a token asks the revocation index afterwards.
 */
export class VerifiedTokenCache {
  private readonly tokens: LRUCache<string, Remembered> | undefined;

  /** @param size how many tokens; 0 remembers none */
  constructor(size: number) {
    this.tokens = size > 0 ? new LRUCache({ max: size }) : undefined;
  }

  recall(token: string, now: Date): VerifiedToken | undefined {
    const known = this.tokens?.get(digestOf(token));
    return known && known.until > now ? known.verified : undefined;
  }

  /** @param until when it must be verified anew */
  remember(token: string, verified: VerifiedToken, until = verified.expiresAt): void {
    this.tokens?.set(digestOf(token), { verified, until });
  }
}
