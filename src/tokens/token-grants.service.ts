import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Proof } from '../platform/access/index.js';
import { Problem } from '../platform/errors/index.js';
import { RolesService } from '../roles/index.js';
import { type Session, SessionsService, type SignInContext } from '../sessions/index.js';
import { UsersService } from '../users/index.js';
import { AccessTokens } from './access-tokens.service.js';
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
    private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly roles: RolesService,
    private readonly sessions: SessionsService,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
  ) {}

  /** Opens a session. Undefined when the account is gone or disabled. */
  async forProof(proof: Proof, context: SignInContext): Promise<TokenGrant | undefined> {
    return this.dataSource.transaction(async (tx) => {
      const authority = await this.authorityOf(proof.userId, tx);
      if (!authority) return undefined;
      const session = await this.sessions.open(proof, context, tx);
      return this.grant(session, authority, await this.refreshTokens.begin(session, tx), tx);
    });
  }

  /**
   * Exchanges a refresh token. A token that was used before ends its whole family.
   *
   * @throws Problem token.refreshInvalid
   */
  async forRefreshToken(token: string, presenter: Presenter): Promise<TokenGrant> {
    const { judged, grant } = await this.dataSource.transaction(async (tx) => {
      const judged = await this.refreshTokens.present(token, presenter, tx);
      return { judged, grant: await this.grantFor(judged, tx) };
    });
    if (grant) return grant;
    if (judged?.verdict === 'reuse') await this.sessions.end(judged.session.id, 'refreshReuse');
    throw new Problem(TokensErrors.refreshInvalid, { because: judged?.verdict ?? 'unknownRefreshToken' });
  }

  private async grantFor(judged: Judged | undefined, tx: EntityManager): Promise<TokenGrant | undefined> {
    if (judged?.verdict !== 'rotate' && judged?.verdict !== 'replay') return undefined;
    const { session, successor } = judged;
    const authority = await this.authorityOf(session.userId, tx);
    if (!authority) throw new Problem(TokensErrors.refreshInvalid, { because: 'accountDisabled' }); // and nothing is used up
    await this.sessions.touch(session, tx);
    return this.grant(session, authority, successor, tx);
  }

  private async grant(
    session: Session,
    authority: Authority,
    refreshToken: string,
    tx: EntityManager,
  ): Promise<TokenGrant> {
    const { token, expiresIn } = await this.accessTokens.issue(session, authority, tx);
    return { accessToken: token, expiresIn, refreshToken, session };
  }

  private async authorityOf(userId: string, tx: EntityManager): Promise<Authority | undefined> {
    const user = await this.users.findById(userId, tx);
    if (!user || user.disabledAt) return undefined;
    return { epoch: user.epoch, roles: await this.roles.rolesOf(userId, tx) };
  }
}
