import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, secondsAfter, toNumericDate } from '../platform/clock/index.js';
import type { Config } from '../platform/config/index.js';
import { newId } from '../platform/database/index.js';
import { Problem } from '../platform/errors/index.js';
import { type HttpConfig, httpConfig, publicUrl } from '../platform/http/index.js';
import { KeyRing } from '../keys/index.js';
import { Revocations, type Session, type TokenStanding } from '../sessions/index.js';
import { fromClaims, toClaims } from './jwt/claims.js';
import type { JwtRules } from './jwt/jwt-checks.js';
import { JwtSigner } from './jwt/jwt-signer.js';
import { verifyJwt } from './jwt/verify-jwt.js';
import { OpaqueTokens } from './opaque/opaque-tokens.js';
import { tokensConfig } from './tokens.config.js';
import { TokensErrors } from './tokens.errors.js';
import { believed, type TokenVerdict } from './token-verdict.js';
import { VerifiedTokenCache } from './verified-token-cache.js';
import type { Authority, VerifiedToken } from './verified-token.js';

export interface IssuedAccessToken {
  readonly token: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** The checks of an opaque token, in their order; `jwtChecks` are those of the other format. */
export const OPAQUE_CHECKS = ['known', 'ofLiveSession', 'notExpired'] as const;

/** Issues and verifies access tokens in both formats. */
@Injectable()
export class AccessTokens {
  private readonly rules: JwtRules;
  private readonly cache: VerifiedTokenCache;

  constructor(
    private readonly signer: JwtSigner,
    private readonly keys: KeyRing,
    private readonly opaque: OpaqueTokens,
    private readonly revocations: Revocations,
    private readonly clock: Clock,
    @Inject(tokensConfig.token) private readonly config: Config<typeof tokensConfig>,
    @Inject(httpConfig.token) http: HttpConfig,
  ) {
    const issuer = publicUrl(http);
    this.rules = { issuer, audience: config.TOKEN_AUDIENCE ?? issuer, leeway: config.CLOCK_LEEWAY };
    this.cache = new VerifiedTokenCache(config.TOKEN_CACHE);
  }

  async issue(session: Session, { epoch, roles }: Authority, tx: EntityManager): Promise<IssuedAccessToken> {
    const issuedAt = this.clock.now();
    const { id: sessionId, userId, clientId, amr, authenticatedAt } = session;
    const expiresAt = earliest(
      secondsAfter(issuedAt, this.config.ACCESS_TOKEN_TTL),
      session.idleUntil,
      session.expiresAt,
    );
    const content = {
      userId,
      sessionId,
      clientId,
      tokenId: newId(),
      epoch,
      roles,
      amr,
      authenticatedAt,
      issuedAt,
      expiresAt,
    };
    const isOpaque = session.tokenFormat === 'opaque';
    const token = isOpaque
      ? await this.opaque.issue(content, tx)
      : this.signer.sign(toClaims(content, this.rules.issuer, this.rules.audience));
    return { token, expiresIn: Math.floor((expiresAt.getTime() - issuedAt.getTime()) / 1000) };
  }

  /** Who issues, and for whom. */
  get parties(): { iss: string; aud: string } {
    return { iss: this.rules.issuer, aud: this.rules.audience };
  }

  isOpaque(token: string): boolean {
    return this.opaque.isOne(token);
  }

  /**
   * A token verified before and not expired since; without the database. Ask `assertStanding` next.
   *
   * What an API key says of its owner is read anew where that was changed: unlike a token, the key lives on.
   */
  recall(token: string): VerifiedToken | undefined | Promise<VerifiedToken | undefined> {
    const known = this.cache.recall(token, this.clock.now());
    if (known?.sessionId === undefined) return known && this.ofNow(known);
    const isTrusted = known.kid === undefined || this.keys.find(known.kid) !== undefined;
    return isTrusted ? known : undefined;
  }

  /** @param until when it must be verified anew, at the latest */
  remember(token: string, verified: VerifiedToken, until = verified.expiresAt): void {
    this.cache.remember(token, verified, until);
  }

  /**
   * @param mayHaveExpired whether its time may be over
   * @throws Problem token.invalid, token.expired
   */
  verifyJwt(token: string, mayHaveExpired = false): VerifiedToken {
    return this.settled(token, this.judgeJwt(token), mayHaveExpired);
  }

  /** What `verifyJwt` goes by; it leaves no trace. */
  judgeJwt(token: string): TokenVerdict {
    const verdict = verifyJwt(
      token,
      (kid) => this.keys.find(kid),
      this.rules,
      toNumericDate(this.clock.now()),
    );
    if ('kid' in verdict) return { verified: { ...fromClaims(verdict.claims), kid: verdict.kid } };
    const { late: claims, ...refusal } = verdict;
    if (!claims) return { ...refusal, entry: TokensErrors.invalid };
    const late = fromClaims(claims);
    return { ...refusal, entry: TokensErrors.expired, about: late, late };
  }

  /**
   * @param mayHaveExpired whether its time may be over
   * @throws Problem token.invalid, token.expired, token.revoked
   */
  async verifyOpaque(token: string, mayHaveExpired = false): Promise<VerifiedToken> {
    return this.settled(token, await this.judgeOpaque(token), mayHaveExpired);
  }

  /** What `verifyOpaque` goes by; it leaves no trace. */
  async judgeOpaque(token: string): Promise<TokenVerdict> {
    const found = await this.opaque.find(token);
    if (!found) return { check: 'known', fault: 'unknownOpaqueToken', entry: TokensErrors.invalid };
    if (found.sessionEnded)
      return { check: 'ofLiveSession', fault: 'sessionEnded', entry: TokensErrors.revoked, about: found };
    if (found.expiresAt <= this.clock.now())
      return {
        check: 'notExpired',
        fault: 'expired',
        entry: TokensErrors.expired,
        about: found,
        late: found,
      };
    return { verified: found };
  }

  /**
   * Something to wait for only where the node has to ask the database first.
   *
   * @throws Problem token.revoked when what the token stands for has ended since it was issued; server.unavailable
   * when that cannot be known
   */
  assertStanding(token: VerifiedToken): Promise<void> | undefined {
    const standing = this.revocations.standingOf(token);
    if (standing instanceof Promise) return standing.then(assertStands);
    assertStands(standing);
    return undefined;
  }

  /** Something to wait for only where `assertStanding` has to wait as well. */
  private ofNow(key: VerifiedToken): VerifiedToken | undefined | Promise<VerifiedToken | undefined> {
    const judge = (standing: TokenStanding) => (standing === 'epochRaised' ? undefined : key);
    const standing = this.revocations.standingOf(key);
    return standing instanceof Promise ? standing.then(judge) : judge(standing);
  }

  private settled(token: string, verdict: TokenVerdict, mayHaveExpired: boolean): VerifiedToken {
    if ('verified' in verdict) this.remember(token, verdict.verified);
    return believed(verdict, mayHaveExpired);
  }
}

function assertStands(standing: TokenStanding): void {
  if (standing !== 'standing') throw new Problem(TokensErrors.revoked, { because: standing });
}

const earliest = (...dates: [Date, ...Date[]]): Date =>
  new Date(Math.min(...dates.map((date) => date.getTime())));
