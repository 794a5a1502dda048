import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../platform/clock/index.js';
import type { Config } from '../../platform/config/index.js';
import { digestOf, hmac, looksLikeSecret, MasterKey, randomSecret } from '../../platform/crypto/index.js';
import type { Session } from '../../sessions/index.js';
import { tokensConfig } from '../tokens.config.js';
import { judgeRefresh, type Presenter, type RefreshVerdict } from './refresh-policy.js';
import { RefreshToken } from './refresh-token.entity.js';

const PREFIX = 'sp_rt_';

export interface Judged {
  readonly verdict: RefreshVerdict;
  readonly session: Session;
  /** What the token was, or is now, exchanged for. */
  readonly successor: string;
}

/** A session's chain of refresh tokens. Each is derived from its parent with a key, so none is stored. */
@Injectable()
export class RefreshTokens {
  readonly #successionKey: Buffer;

  constructor(
    masterKey: MasterKey,
    private readonly clock: Clock,
    @Inject(tokensConfig.token) private readonly config: Config<typeof tokensConfig>,
  ) {
    this.#successionKey = masterKey.derive('refresh-succession');
  }

  /** The first token of a session. */
  async begin(session: Session, tx: EntityManager): Promise<string> {
    const token = randomSecret(PREFIX);
    await this.store(token, session.id, tx);
    return token;
  }

  /** Judges a presented token and, where it is current, exchanges it. Undefined for a token that was never issued. */
  async present(token: string, presenter: Presenter, tx: EntityManager): Promise<Judged | undefined> {
    const judged = await this.judge(token, presenter, tx);
    if (judged?.verdict !== 'rotate') return judged;
    if (await this.exchange(token, judged, tx)) return judged;
    return this.judge(token, presenter, tx); // another racer was first: it is a used token now
  }

  private async judge(token: string, presenter: Presenter, tx: EntityManager): Promise<Judged | undefined> {
    if (!looksLikeSecret(token, PREFIX)) return undefined;
    const row = await tx.findOne(RefreshToken, {
      where: { digest: digestOf(token) },
      relations: { session: true },
    });
    if (!row) return undefined;
    const successor = PREFIX + hmac(this.#successionKey, token);
    const next = row.usedAt && (await tx.findOneBy(RefreshToken, { digest: digestOf(successor) }));
    const rules = { replayWindow: this.config.REFRESH_REPLAY_WINDOW };
    const verdict = judgeRefresh(row, row.session, presenter, next?.usedAt === null, rules, this.clock.now());
    return { verdict, session: row.session, successor };
  }

  /** The compare-and-set that lets one racer win, in SQLite and PostgreSQL alike. */
  private async exchange(token: string, { session, successor }: Judged, tx: EntityManager): Promise<boolean> {
    const { affected } = await tx
      .createQueryBuilder()
      .update(RefreshToken)
      .set({ usedAt: this.clock.now() })
      .where('"digest" = :digest AND "usedAt" IS NULL', { digest: digestOf(token) })
      .execute();
    if (affected !== 1) return false;
    await this.store(successor, session.id, tx);
    return true;
  }

  private async store(token: string, sessionId: string, tx: EntityManager): Promise<void> {
    await tx.insert(RefreshToken, {
      digest: digestOf(token),
      sessionId,
      createdAt: this.clock.now(),
      usedAt: null,
    });
  }
}
