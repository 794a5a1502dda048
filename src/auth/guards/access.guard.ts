import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { type AccessRule, PerHandler, type Principal, readAccessRule } from '../../platform/access/index.js';
import { Problem } from '../../platform/errors/index.js';
import { decideAccess, RoleCatalogue } from '../../roles/index.js';
import { AccessTokens, authorityOf, TokensErrors, type VerifiedToken } from '../../tokens/index.js';
import type { AuthenticatingRequest } from '../authenticating-request.js';
import { CsrfDefence } from '../cookies/csrf-defence.js';
import { BearerStrategies } from '../strategies/bearer-strategies.js';
import { type PresentedToken, TokenSource } from '../token-source.js';
import { refusalOf } from './refusals.js';

/**
 * Stands before every route (APP_GUARD). Token → verified, from memory or by a passport strategy → still
 * standing, by the revocation index → not forged by another site → allowed by role and permission.
 */
@Injectable()
export class AccessGuard extends AuthGuard() {
  private readonly rules = new PerHandler((handler, controller) =>
    readAccessRule(this.reflector, handler, controller),
  );

  constructor(
    private readonly reflector: Reflector,
    private readonly source: TokenSource,
    private readonly tokens: AccessTokens,
    private readonly roles: RoleCatalogue,
    private readonly csrf: CsrfDefence,
    strategies: BearerStrategies,
  ) {
    super(strategies.options);
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.rules.of(context);
    if (rule.isPublic) return true;
    const request = context.switchToHttp().getRequest<AuthenticatingRequest>();
    request.principal = await this.identify(request, rule, context);
    const decision = decideAccess(rule, request.principal);
    if (decision === 'allowed') return true;
    throw refusalOf(rule, decision);
  }

  /** Passport's answer to `super.canActivate`. */
  override handleRequest<T = VerifiedToken>(error: unknown, verified: T | false, info: unknown): T {
    if (error) throw error as Error;
    if (verified) return verified;
    const problem = [info].flat().find((reason) => reason instanceof Problem);
    throw problem ?? new Problem(TokensErrors.invalid, { because: 'no strategy believed it' });
  }

  private async identify(
    request: AuthenticatingRequest,
    rule: AccessRule,
    context: ExecutionContext,
  ): Promise<Principal | undefined> {
    const presented = this.source.read(request);
    if (!presented) return undefined;
    request.presented = { ...presented, mayHaveExpired: rule.takesExpiredTokens };
    const recalled = this.tokens.recall(presented.token);
    const known = recalled instanceof Promise ? await recalled : recalled;
    const token = known ?? (await this.authenticate(request, context));
    const answer = this.tokens.assertStanding(token);
    if (answer) await answer;
    if (presented.transport === 'cookie') this.csrf.assertForSession(request, sessionOf(token));
    return this.principalOf(token, presented.transport);
  }

  private principalOf(token: VerifiedToken, transport: PresentedToken['transport']): Principal {
    const { userId, sessionId, tokenId, clientId, amr, authenticatedAt } = token;
    const { roles, permissions } = authorityOf(token, this.roles);
    return { userId, sessionId, tokenId, clientId, roles, permissions, amr, authenticatedAt, transport };
  }

  private async authenticate(
    request: AuthenticatingRequest,
    context: ExecutionContext,
  ): Promise<VerifiedToken> {
    await super.canActivate(context);
    return request.user as VerifiedToken;
  }
}

/** Our cookies hold what was issued for a session; anything else was put there by somebody else. */
function sessionOf({ sessionId }: VerifiedToken): string {
  if (sessionId !== undefined) return sessionId;
  throw new Problem(TokensErrors.invalid, { because: 'an API key in a cookie' });
}
