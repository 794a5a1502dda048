import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Config } from '../../platform/config/index.js';
import { digestOf, hmac, looksLikeSecret, MasterKey, randomSecret } from '../../platform/crypto/index.js';
import { Metrics } from '../../platform/metrics/index.js';
import type { RevokingChange, Session } from '../../sessions/index.js';
import { tokensConfig } from '../tokens.config.js';
import { judgeRefresh, type Presenter, type RefreshVerdict } from './refresh-policy.js';
import { RefreshToken } from './refresh-token.entity.js';

const OUTCOMES = [
  'rotate',
  'replay',
  'reuse',
  'sessionOver',
  'wrongPresenter',
  'unknown',
  'accountDisabled',
] as const satisfies readonly (RefreshVerdict | 'unknown' | 'accountDisabled')[];
export type RefreshOutcome = (typeof OUTCOMES)[number];

const PREFIX = 'sp_rt_';

export interface Judged {
  readonly verdict: RefreshVerdict;
  readonly session: Session;
  /** What the token was, or is now, exchanged for. */
  readonly successor: string;
  /** When it was exchanged, if before now. */
  readonly usedAt: Date | null;
}

/** A session's chain of refresh tokens. Each is derived from its parent with a key, so none is stored. */
@Injectable()
export class RefreshTokens {
  readonly #successionKey: Buffer;
  /** Once a presented token was judged, and that is committed. */
  readonly count: (outcome: RefreshOutcome) => void;

  constructor(
    masterKey: MasterKey,
    metrics: Metrics,
    @Inject(tokensConfig.token) private readonly config: Config<typeof tokensConfig>,
  ) {
    this.#successionKey = masterKey.derive('refresh-succession');
    this.count = metrics.outcomes(
      'sallyport_refreshes_total',
      'Refresh tokens that were presented, by what became of them.',
      OUTCOMES,
    );
  }

  /** The first token of a session. */
  async begin(session: Session, change: RevokingChange): Promise<string> {
    const token = randomSecret(PREFIX);
    await this.store(token, session.id, change);
    return token;
  }

  /** Judges a presented token and, where it is current, exchanges it. Undefined for a token that was never issued. */
  async present(token: string, presenter: Presenter, change: RevokingChange): Promise<Judged | undefined> {
    const judged = await this.judge(token, presenter, change);
    if (judged?.verdict !== 'rotate') return judged;
    if (await this.exchange(token, judged, change)) return judged;
    return this.judge(token, presenter, change); // another racer was first: it is a used token now
  }

  isOne(text: string): boolean {
    return looksLikeSecret(text, PREFIX);
  }

  /** A token that was issued, used or not, with its session. */
  async find(token: string, tx: EntityManager): Promise<RefreshToken | null> {
    if (!this.isOne(token)) return null;
    // Not findOne: to limit rows that are joined, TypeORM asks twice. A digest has one row at most.
    const [row] = await tx.find(RefreshToken, {
      where: { digest: digestOf(token) },
      relations: { session: true },
    });
    return row ?? null;
  }

  private async judge(
    token: string,
    presenter: Presenter,
    change: RevokingChange,
  ): Promise<Judged | undefined> {
    const row = await this.find(token, change.tx);
    if (!row) return undefined;
    const successor = PREFIX + hmac(this.#successionKey, token);
    const next = row.usedAt && (await change.tx.findOneBy(RefreshToken, { digest: digestOf(successor) }));
    const rules = { replayWindow: this.config.REFRESH_REPLAY_WINDOW };
    const verdict = judgeRefresh(row, row.session, presenter, next?.usedAt === null, rules, change.now);
    return { verdict, session: row.session, successor, usedAt: row.usedAt };
  }

  /** The compare-and-set that lets one racer win, in SQLite and PostgreSQL alike. */
  private async exchange(
    token: string,
    { session, successor }: Judged,
    change: RevokingChange,
  ): Promise<boolean> {
    const { affected } = await change.tx
      .createQueryBuilder()
      .update(RefreshToken)
      .set({ usedAt: change.now })
      .where('"digest" = :digest AND "usedAt" IS NULL', { digest: digestOf(token) })
      .execute();
    if (affected !== 1) return false;
    await this.store(successor, session.id, change);
    return true;
  }

  private async store(token: string, sessionId: string, change: RevokingChange): Promise<void> {
    await change.tx.insert(RefreshToken, {
      digest: digestOf(token),
      sessionId,
      createdAt: change.now,
      usedAt: null,
    });
  }
}
