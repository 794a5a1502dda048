import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../platform/audit/index.js';
import { Clock, LateSave } from '../../platform/clock/index.js';
import type { Config } from '../../platform/config/index.js';
import { Password } from './password.entity.js';
import { passwordsConfig } from './passwords.config.js';

/** An id that no user has. */
const NOBODY = '';

/** Wrong attempts by user, and at which of the user's passwords: to a new one they say nothing. */
type Counts = Map<string, { readonly count: number; readonly passwordOf: number }>;

/**
 * Counts the wrong attempts in a row at each password, and disables the password at `LIMIT_PASSWORD_FAILURES` of them
 * (NIST SP 800-63B-4 §3.2.2). The account and its sessions live on.
 *
 * The counts reach the database after the answers, many at once: a write ahead of the answer would tell by its time
 * which accounts exist, and let anybody make the database busy.
 */
@Injectable()
export class PasswordFailures implements OnApplicationShutdown {
  private readonly log = new Logger('Passwords');
  private unsaved: Counts = new Map();
  private saving: Counts = new Map();
  private readonly lateSave = new LateSave(() => this.saveBatch());

  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    @Inject(passwordsConfig.token) private readonly config: Config<typeof passwordsConfig>,
  ) {}

  /**
   * Counts an attempt as failed before it is made, so that attempts at the same moment cannot be more than are allowed.
   * Without a user it does the same work and counts nothing.
   *
   * @returns whether the password may be used at all
   */
  async countAhead(userId: string | undefined): Promise<boolean> {
    const limit = this.config.LIMIT_PASSWORD_FAILURES;
    const [unsaved, saving] = [this.unsaved, this.saving];
    const stored = await this.find(userId ?? NOBODY);
    if (userId === undefined) return true;
    if (!stored || stored.isDisabled) return false;
    if (limit === 0) return true;
    const passwordOf = stored.changedAt;
    const before = countIn(unsaved, userId, passwordOf) + countIn(saving, userId, passwordOf);
    const now = countIn(this.unsaved, userId, passwordOf) + countIn(this.saving, userId, passwordOf);
    // What was saved while the row was read may be in neither, or in both: the greater count is the safe one.
    if (stored.failures + Math.max(before, now) >= limit) return false;
    this.unsaved.set(userId, { count: countIn(this.unsaved, userId, passwordOf) + 1, passwordOf });
    this.lateSave.soon();
    return true;
  }

  /** The attempt was never made. */
  takeBack(userId: string | undefined): void {
    if (userId === undefined) return;
    const { count = 0, passwordOf = 0 } = this.unsaved.get(userId) ?? {};
    if (count > 1) this.unsaved.set(userId, { count: count - 1, passwordOf });
    else this.unsaved.delete(userId);
  }

  /** The password was right: the row of failures ends. A disabled password stays so. */
  async forget(userId: string): Promise<void> {
    this.unsaved.delete(userId);
    if (!(await this.find(userId))?.failures) return;
    await this.update({ failures: 0 }, '"disabledAt" IS NULL', userId, this.dataSource.manager);
  }

  /** Lets a disabled password be used again. */
  async enable(userId: string): Promise<void> {
    this.unsaved.delete(userId);
    await this.dataSource.transaction(async (tx) => {
      await this.update({ failures: 0, disabledAt: null }, '1 = 1', userId, tx);
      await this.audit.record({ type: 'password.enabled', userId }, tx);
    });
  }

  /** Writes down what was counted. What cannot be written now is written with the next. */
  save(): Promise<void> {
    return this.lateSave.now();
  }

  /** After HTTP has finished what it accepted. */
  async onApplicationShutdown(): Promise<void> {
    await this.lateSave.stop();
  }

  private async saveBatch(): Promise<void> {
    if (this.unsaved.size === 0) return;
    [this.saving, this.unsaved] = [this.unsaved, new Map()];
    try {
      await this.dataSource.transaction(async (tx) => {
        for (const [userId, { count, passwordOf }] of this.saving)
          await this.add(userId, count, passwordOf, tx);
      });
    } catch (error) {
      this.log.warn(`Failed sign-ins could not be recorded yet: ${String(error)}`);
      for (const [userId, { count, passwordOf }] of this.saving) {
        const since = this.unsaved.get(userId);
        if (since && since.passwordOf !== passwordOf) continue; // there is a new password by now
        this.unsaved.set(userId, { count: count + (since?.count ?? 0), passwordOf });
      }
      this.lateSave.soon();
    } finally {
      this.saving = new Map();
    }
  }

  private async add(userId: string, count: number, passwordOf: number, tx: EntityManager): Promise<void> {
    const more = { failures: () => '"failures" + :count' };
    const same = '"changedAt" = :passwordOf';
    if (!(await this.update(more, same, userId, tx, { count, passwordOf }))) return;
    const limit = this.config.LIMIT_PASSWORD_FAILURES;
    const due = '"disabledAt" IS NULL AND "failures" >= :limit';
    if (await this.update({ disabledAt: this.clock.now() }, due, userId, tx, { limit }))
      await this.audit.record(
        { type: 'password.disabled', actor: 'system', userId, detail: { failures: limit } },
        tx,
      );
  }

  /** Raw: to make an object of a row would show by its time that there is one. */
  private async find(
    userId: string,
  ): Promise<{ failures: number; isDisabled: boolean; changedAt: number } | undefined> {
    const row = await this.dataSource
      .getRepository(Password)
      .createQueryBuilder('password')
      .select('password.failures', 'failures')
      .addSelect('password.disabledAt', 'disabledAt')
      .addSelect('password.changedAt', 'changedAt')
      .where('password.userId = :userId', { userId })
      .getRawOne<{ failures: number; disabledAt: unknown; changedAt: string | number }>();
    return (
      row && { failures: row.failures, isDisabled: row.disabledAt !== null, changedAt: Number(row.changedAt) }
    );
  }

  private async update(
    change: { failures?: number | (() => string); disabledAt?: Date | null },
    condition: string,
    userId: string,
    tx: EntityManager,
    parameters: object = {},
  ): Promise<boolean> {
    const update = tx.createQueryBuilder().update(Password).set(change);
    const { affected } = await update
      .where(`"userId" = :userId AND ${condition}`, { userId, ...parameters })
      .execute();
    return affected === 1;
  }
}

function countIn(counts: Counts, userId: string, passwordOf: number): number {
  const found = counts.get(userId);
  return found?.passwordOf === passwordOf ? found.count : 0;
}
