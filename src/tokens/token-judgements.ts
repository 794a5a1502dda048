import { Injectable } from '@nestjs/common';
import { Revocations, TOKEN_FAULTS, type TokenStanding } from '../sessions/index.js';
import { AccessTokens, OPAQUE_CHECKS } from './access-tokens.service.js';
import { API_KEY_CHECKS, ApiKeyTokens } from './api-keys/api-key-tokens.js';
import { jwtChecks } from './jwt/verify-jwt.js';
import { RefreshTokens } from './refresh/refresh-tokens.js';
import type { TokenRefusal, TokenVerdict } from './token-verdict.js';
import { type TokenKind, TokenVerification } from './token-verification.js';
import { TokensErrors } from './tokens.errors.js';
import type { VerifiedToken } from './verified-token.js';

/** What was looked at in a token, and what came of it. */
export interface TokenJudgement {
  readonly kind: TokenKind;
  /** Every check there is for its kind, in the order in which they are made. */
  readonly checks: readonly string[];
  /** Whose it is and what it is good for, where that could be told. */
  readonly verified?: VerifiedToken;
  readonly refusal?: TokenRefusal;
  /** Whether it serves although its time is over. */
  readonly isLate: boolean;
}

const STANDING_CHECKS: Record<Exclude<TokenStanding, 'standing'>, string> = {
  sessionEnded: 'session',
  tokenRevoked: 'notRevoked',
  epochRaised: 'epoch',
};

const CHECKS: Record<TokenKind, readonly string[]> = {
  jwt: jwtChecks,
  opaque: OPAQUE_CHECKS,
  apiKey: API_KEY_CHECKS,
};

/** Looks at tokens as a request would have them looked at, for those who ask why, and leaves no trace of it. */
@Injectable()
export class TokenJudgements {
  constructor(
    private readonly tokens: TokenVerification,
    private readonly accessTokens: AccessTokens,
    private readonly apiKeys: ApiKeyTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly revocations: Revocations,
  ) {}

  /** @param mayHaveExpired whether its time may be over */
  async on(token: string, mayHaveExpired: boolean): Promise<TokenJudgement> {
    const kind = this.tokens.kindOf(token);
    const checks = [...CHECKS[kind], ...TOKEN_FAULTS.map((fault) => STANDING_CHECKS[fault])];
    const verdict = await this.verdictOn(token, kind);
    const judged = { kind, checks, isLate: false };
    if ('verified' in verdict) return { ...judged, ...(await this.standing(verdict.verified)) };
    if (mayHaveExpired && verdict.late)
      return { ...judged, isLate: true, ...(await this.standing(verdict.late)) };
    const fault = this.refreshTokens.isOne(token) ? 'refreshToken' : verdict.fault;
    return { ...judged, refusal: { ...verdict, fault } };
  }

  private verdictOn(token: string, kind: TokenKind): TokenVerdict | Promise<TokenVerdict> {
    if (kind === 'apiKey') return this.apiKeys.judge(token);
    return kind === 'opaque' ? this.accessTokens.judgeOpaque(token) : this.accessTokens.judgeJwt(token);
  }

  private async standing(verified: VerifiedToken): Promise<Pick<TokenJudgement, 'verified' | 'refusal'>> {
    const fault = await this.revocations.standingOf(verified);
    if (fault === 'standing') return { verified };
    const refusal = { check: STANDING_CHECKS[fault], fault, entry: TokensErrors.revoked, about: verified };
    return { verified, refusal };
  }
}
