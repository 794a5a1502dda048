import { Injectable } from '@nestjs/common';
import type { Proof } from '../platform/access/index.js';
import { AuditLog } from '../platform/audit/index.js';
import { Problem } from '../platform/errors/index.js';
import {
  Revocations,
  type RevokingChange,
  type Session,
  SessionsService,
  type SignInContext,
} from '../sessions/index.js';
import { AccessTokens } from './access-tokens.service.js';
import { Authorities } from './authorities.js';
import type { Presenter } from './refresh/refresh-policy.js';
import { type Judged, RefreshTokens } from './refresh/refresh-tokens.js';
import { TokensErrors } from './tokens.errors.js';
import type { Authority } from './verified-token.js';

/** What a client gets: an access token to use now, and a refresh token for later. */
export interface TokenGrant {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly refreshToken: string;
  readonly session: Session;
}

/** The two ways to tokens: a proof, and a refresh token. */
@Injectable()
export class TokenGrants {
  constructor(
    private readonly revocations: Revocations,
    private readonly authorities: Authorities,
    private readonly sessions: SessionsService,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Opens a session, as part of a greater change that has locked the account. Undefined when the account is gone or
   * disabled.
   */
  async open(proof: Proof, context: SignInContext, change: RevokingChange): Promise<TokenGrant | undefined> {
    const authority = await this.authorities.of(proof.userId, change.tx);
    if (!authority) return undefined;
    const session = await this.sessions.open(proof, context, change);
    return this.grant(session, authority, await this.refreshTokens.begin(session, change), change);
  }

  /**
   * Exchanges a refresh token. A token that was used before ends its whole family.
   *
   * @throws Problem token.refreshInvalid
   */
  async forRefreshToken(token: string, presenter: Presenter): Promise<TokenGrant> {
    const { judged, grant } = await this.revocations.during(async (change) => {
      const judged = await this.refreshTokens.present(token, presenter, change);
      if (judged?.verdict === 'reuse') await this.endFamily(judged, change);
      return { judged, grant: await this.grantFor(judged, change) };
    });
    this.refreshTokens.count(judged?.verdict ?? 'unknown');
    if (grant) return grant;
    throw new Problem(TokensErrors.refreshInvalid, { because: judged?.verdict ?? 'unknownRefreshToken' });
  }

  /** RFC 9700 §4.14.2: one of two holders is a thief, and nobody can tell which. */
  private async endFamily({ session, usedAt }: Judged, change: RevokingChange): Promise<void> {
    const { id: sessionId, userId } = session;
    if (!(await this.sessions.endWithin(sessionId, 'refreshReuse', change))) return;
    const detail = { firstUsedAt: usedAt?.toISOString() ?? null, usedAgainAt: change.now.toISOString() };
    await this.audit.record(
      { type: 'session.refreshReused', outcome: 'failure', userId, sessionId, detail },
      change.tx,
    );
  }

  private async grantFor(
    judged: Judged | undefined,
    change: RevokingChange,
  ): Promise<TokenGrant | undefined> {
    if (judged?.verdict !== 'rotate' && judged?.verdict !== 'replay') return undefined;
    const { session, successor } = judged;
    const authority = await this.authorities.of(session.userId, change.tx);
    if (!authority) {
      this.refreshTokens.count('accountDisabled');
      throw new Problem(TokensErrors.refreshInvalid, { because: 'accountDisabled' }); // and nothing is used up
    }
    await this.sessions.touch(session, change);
    return this.grant(session, authority, successor, change);
  }

  private async grant(
    session: Session,
    authority: Authority,
    refreshToken: string,
    { tx }: RevokingChange,
  ): Promise<TokenGrant> {
    const { token, expiresIn } = await this.accessTokens.issue(session, authority, tx);
    return { accessToken: token, expiresIn, refreshToken, session };
  }
}
