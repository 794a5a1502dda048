import { Injectable } from '@nestjs/common';
import { TokenSource } from '../../auth/index.js';
import type { AccessRule } from '../../platform/access/index.js';
import { type ErrorEntry, Problem } from '../../platform/errors/index.js';
import { RoleCatalogue } from '../../roles/index.js';
import { AccessTokens, authorityOf, type TokenJudgement, TokenJudgements } from '../../tokens/index.js';
import { decided, undecided } from './decision-steps.js';
import type { Subject } from './explanation.dto.js';
import { type Facts, type Step, stepsOf } from './steps.js';

export interface Explained {
  readonly steps: readonly Step[];
  readonly subject: Subject;
  readonly refusal?: ErrorEntry;
}

/** Goes the way of a request that brings a token in its header. */
@Injectable()
export class TokenExplainer {
  constructor(
    private readonly source: TokenSource,
    private readonly judgements: TokenJudgements,
    private readonly accessTokens: AccessTokens,
    private readonly catalogue: RoleCatalogue,
  ) {}

  async explain(token: string, rule: AccessRule): Promise<Explained> {
    const header = this.headerFault(token);
    if (header) {
      const steps = [...stepsOf(['readable'], { at: 'readable' }), ...undecided()];
      return { steps, subject: { kind: 'unknown' }, refusal: header };
    }
    const judgement = await this.judgements.on(token, rule.takesExpiredTokens);
    const steps = [...stepsOf(['readable'], 'none'), ...this.stepsOfToken(judgement)];
    const subject = this.subjectOf(judgement);
    const { verified, refusal } = judgement;
    if (refusal) return { steps: [...steps, ...undecided()], subject, refusal: refusal.entry };
    if (!verified) throw new Error('A token that is not refused is verified');
    const decision = decided(rule, {
      ...authorityOf(verified, this.catalogue),
      sessionId: verified.sessionId,
    });
    return { ...decision, steps: [...steps, ...decision.steps], subject };
  }

  /** By the one who reads the header of a request. */
  private headerFault(token: string): ErrorEntry | undefined {
    try {
      this.source.fromHeader(`Bearer ${token}`);
      return undefined;
    } catch (error) {
      if (error instanceof Problem) return error.entry;
      throw error;
    }
  }

  private stepsOfToken({ checks, refusal, ...rest }: TokenJudgement): Step[] {
    return stepsOf(
      checks,
      refusal ? { at: refusal.check } : 'none',
      this.factsOf({ checks, refusal, ...rest }),
    );
  }

  private factsOf({ kind, verified, refusal, isLate }: TokenJudgement): Facts {
    const { iss, aud } = this.accessTokens.parties;
    const ends = (verified ?? refusal?.late)?.expiresAt.toISOString();
    const claims = refusal?.claims;
    return {
      ...(kind === 'apiKey' && { session: 'An API key belongs to no session.' }),
      ...(ends && { notExpired: lifeUntil(ends, { isLate, isRefused: refusal?.fault === 'expired' }) }),
      ...(refusal?.fault === 'refreshToken' && {
        wellFormed: 'It is a refresh token, which serves at POST /refresh only.',
      }),
      ...(refusal?.check === 'fromThisIssuer' && {
        fromThisIssuer: `Issued by ${shown(claims?.iss)}, not by ${iss}.`,
      }),
      ...(refusal?.check === 'forThisAudience' && {
        forThisAudience: `Meant for ${shown(claims?.aud)}, not for ${aud}.`,
      }),
    };
  }

  private subjectOf({ kind, verified, refusal }: TokenJudgement): Subject {
    const known = verified ?? refusal?.late;
    if (!known) return { kind, ...identity(refusal?.about) };
    const { roles, permissions } = authorityOf(known, this.catalogue);
    return {
      kind,
      ...identity(known),
      ...(known.clientId !== undefined && { clientId: known.clientId }),
      issuedAt: known.issuedAt,
      expiresAt: known.expiresAt,
      epoch: known.epoch,
      roles,
      permissions: [...permissions].sort(),
    };
  }
}

function lifeUntil(ends: string, { isLate, isRefused }: { isLate: boolean; isRefused: boolean }): string {
  if (isRefused) return `It was good until ${ends}.`;
  return isLate
    ? `It was good until ${ends}, and this route takes it all the same.`
    : `It is good until ${ends}.`;
}

type Identity = NonNullable<TokenJudgement['refusal']>['about'];

const identity = (about: Identity): Pick<Subject, 'userId' | 'sessionId' | 'tokenId'> =>
  about
    ? {
        userId: about.userId,
        tokenId: about.tokenId,
        ...(about.sessionId !== undefined && { sessionId: about.sessionId }),
      }
    : {};

/** A claim of a genuine token, in a line. */
const shown = (claim: unknown): string => (JSON.stringify(claim) ?? 'nobody').slice(0, 200);
