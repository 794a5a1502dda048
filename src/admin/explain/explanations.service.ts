import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../platform/audit/index.js';
import type { ErrorEntry } from '../../platform/errors/index.js';
import { type AskedAccess, AskedAccesses } from './asked-access.js';
import type { Explanation, QuestionDto, Subject, Verdict } from './explanation.dto.js';
import { unreached } from './steps.js';
import { type Explained, TokenExplainer } from './token-explainer.js';
import { UserExplainer } from './user-explainer.js';

/** Says why a caller is let in or refused, by the checks that decide it. */
@Injectable()
export class Explanations {
  constructor(
    private readonly accesses: AskedAccesses,
    private readonly tokens: TokenExplainer,
    private readonly users: UserExplainer,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
  ) {}

  /** @throws Problem user.notFound */
  async explain(question: QuestionDto): Promise<Explanation> {
    const asked = await (question.route === undefined
      ? this.accesses.permission(question.permission ?? '')
      : this.accesses.route(question.route));
    const { steps, subject, refusal } = await this.explained(question, asked);
    if (question.token !== undefined) await this.record(subject);
    return {
      subject,
      access: asked.name,
      steps: [...asked.steps, ...steps],
      verdict: verdictOf(refusal),
    };
  }

  private async explained(
    { token, user = '' }: QuestionDto,
    { rule, refusal }: AskedAccess,
  ): Promise<Explained> {
    const asked = rule ?? NOWHERE;
    const explained = await (token === undefined
      ? this.users.explain(user, asked)
      : this.tokens.explain(token, asked));
    if (!rule) return { ...explained, steps: unreached(explained.steps), ...(refusal && { refusal }) };
    if (!rule.isPublic) return explained;
    return { steps: unreached(explained.steps), subject: explained.subject };
  }

  private async record({ userId, sessionId, tokenId }: Subject): Promise<void> {
    const detail = { tokenId: tokenId ?? null };
    const about = { ...(userId !== undefined && { userId }), ...(sessionId !== undefined && { sessionId }) };
    await this.dataSource.transaction((tx) =>
      this.audit.record({ type: 'token.explained', ...about, detail }, tx),
    );
  }
}

/** What nobody asks anything of, because it is not there. */
const NOWHERE = {
  isPublic: true,
  anyRole: [],
  allPermissions: [],
  takesExpiredTokens: false,
  sessionOnly: false,
};

const verdictOf = (refusal: ErrorEntry | undefined): Verdict =>
  refusal
    ? { allowed: false, status: refusal.status, code: refusal.code, title: refusal.title }
    : { allowed: true };
