import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, MoreThan } from 'typeorm';
import { Clock, secondsAfter } from '../../platform/clock/index.js';
import { digestOf, looksLikeSecret, randomSecret, Sealer } from '../../platform/crypto/index.js';
import { Problem } from '../../platform/errors/index.js';
import { type OneTimePurpose, OneTimeToken } from './one-time-token.entity.js';
import { OneTimeTokensErrors } from './one-time-tokens.errors.js';

const PREFIX = 'sp_ot_';

/**
 * How many of one purpose a subject gets in an hour: nobody's mailbox is to be filled by strangers. Not how many are
 * good at a time: strangers who ask for a few would keep the owner from getting one as long as theirs are good.
 */
const HOURLY = 5;
const HOUR = 3600;

export interface OneTimeGrant<D> {
  readonly purpose: OneTimePurpose;
  readonly subject: string;
  /** Seconds. */
  readonly lifetime: number;
  readonly detail: D;
}

/** What a token says of itself. */
export interface OneTimeContent<D> {
  readonly subject: string;
  readonly detail: D;
}

/** Tokens for mails: random, kept as digests, good once, for one purpose, for a short time. */
@Injectable()
export class OneTimeTokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {}

  /** Undefined when the subject has so many of this purpose that one more would be an annoyance. */
  async issue<D extends object>(grant: OneTimeGrant<D>, tx: EntityManager): Promise<string | undefined> {
    const { purpose, subject, lifetime, detail } = grant;
    const now = this.clock.now();
    const recent = { purpose, subject, createdAt: MoreThan(secondsAfter(now, -HOUR)) };
    if ((await tx.countBy(OneTimeToken, recent)) >= HOURLY) return undefined;
    const token = randomSecret(PREFIX);
    const digest = digestOf(token);
    await tx.insert(OneTimeToken, {
      digest,
      purpose,
      subject,
      sealedDetail: this.sealer.seal(JSON.stringify(detail), digest),
      createdAt: now,
      expiresAt: secondsAfter(now, lifetime),
    });
    return token;
  }

  /**
   * Looks at a token without using it, to judge what else is needed first.
   *
   * @throws Problem oneTimeToken.invalid
   */
  async read<D extends object>(
    purpose: OneTimePurpose,
    token: string,
    tx: EntityManager = this.dataSource.manager,
  ): Promise<OneTimeContent<D>> {
    const row = await this.find(purpose, token, tx);
    if (!row) throw new Problem(OneTimeTokensErrors.invalid);
    return { subject: row.subject, detail: JSON.parse(this.sealer.open(row.sealedDetail, row.digest)) as D };
  }

  /** Whether it is a good token of that purpose. */
  async isGood(purpose: OneTimePurpose, token: string): Promise<boolean> {
    return (await this.find(purpose, token, this.dataSource.manager)) !== null;
  }

  /**
   * Uses a token up: of many at once, one succeeds.
   *
   * @throws Problem oneTimeToken.invalid
   */
  async redeem<D extends object>(
    purpose: OneTimePurpose,
    token: string,
    tx: EntityManager,
  ): Promise<OneTimeContent<D>> {
    const content = await this.read<D>(purpose, token, tx);
    const { affected } = await tx.delete(OneTimeToken, { digest: digestOf(token) });
    if (affected !== 1)
      throw new Problem(OneTimeTokensErrors.invalid, { because: 'used at the same moment' });
    return content;
  }

  /** Voids all that were made for a subject: after any change of password or e-mail address. */
  async voidAll(subject: string, tx: EntityManager): Promise<void> {
    await tx.delete(OneTimeToken, { subject });
  }

  private async find(
    purpose: OneTimePurpose,
    token: string,
    tx: EntityManager,
  ): Promise<OneTimeToken | null> {
    if (!looksLikeSecret(token, PREFIX)) return null;
    const row = await tx.findOneBy(OneTimeToken, { digest: digestOf(token), purpose });
    return row && row.expiresAt > this.clock.now() ? row : null;
  }
}
