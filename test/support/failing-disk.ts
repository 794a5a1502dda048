import { DataSource } from 'typeorm';
import type { SqliteDriver } from 'typeorm/driver/sqlite/SqliteDriver.js';
import type { World } from './world.js';

/** What SQLite says when it cannot do its work, in the words of its driver. */
const MESSAGES = {
  SQLITE_IOERR: 'disk I/O error',
  SQLITE_FULL: 'database or disk is full',
  SQLITE_BUSY: 'database is locked',
};

export type DiskError = keyof typeof MESSAGES;

/**
 * What becomes of the statement that fails. SQLite may roll back the whole transaction by itself when it meets such
 * an error (sqlite.org/lang_transaction.html, "Response To Errors Within A Transaction").
 */
export type Effect = 'it is not carried out' | 'its transaction is rolled back' | 'only its answer is lost';

export interface Fault {
  /** The statement that fails: the first that matches, or that number of the next transaction, whose BEGIN is 0. */
  readonly at: RegExp | number;
  readonly error?: DiskError;
  readonly effect?: Effect;
  /** How many statements fail, the first that `at` matches; 1 if not told. */
  readonly times?: number;
}

type Answer = (this: unknown, error: Error | null, rows?: unknown) => void;
type Statement = (sql: string, parameters: unknown, answer: Answer) => unknown;

/** Stands between TypeORM's driver and SQLite, so that all that is above it meets a failure as it would a real one. */
export class FailingDisk {
  private fault: Required<Fault> | undefined;
  private failures = 0;
  private transaction: string[] = [];
  private isOpen = false;

  private constructor(connection: Record<'run' | 'all', Statement>) {
    const all = connection.all.bind(connection);
    for (const method of ['run', 'all'] as const) {
      const genuine = connection[method].bind(connection);
      connection[method] = (sql, parameters, answer) => {
        const fault = this.faultOf(sql);
        if (!fault) return genuine(sql, parameters, answer);
        const error = Object.assign(new Error(`${fault.error}: ${MESSAGES[fault.error]}`), {
          code: fault.error,
        });
        const fails = () => answer.call({}, error);
        if (fault.effect === 'only its answer is lost') return genuine(sql, parameters, fails);
        if (fault.effect === 'its transaction is rolled back') return all('ROLLBACK', [], fails);
        return setImmediate(fails);
      };
    }
  }

  static of(world: World): FailingDisk {
    return new FailingDisk((world.provider(DataSource).driver as SqliteDriver).databaseConnection);
  }

  fails({ at, error = 'SQLITE_IOERR', effect = 'it is not carried out', times = 1 }: Fault): void {
    this.fault = { at, error, effect, times };
    this.failures = 0;
    this.transaction = [];
  }

  /** Works again. Throws when nothing had failed. */
  recovers(): void {
    const { fault, failures } = this;
    this.fault = undefined;
    if (failures === 0) throw new Error(`Nothing failed at ${String(fault?.at)}`);
  }

  /** The statements of the transaction that some work needs, BEGIN and COMMIT among them. */
  async statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
    this.transaction = [];
    await work();
    return [...this.transaction];
  }

  private faultOf(sql: string): Required<Fault> | undefined {
    const isWithin = this.isOpen || sql.startsWith('BEGIN');
    if (isWithin) this.transaction.push(sql);
    this.isOpen = isWithin && sql !== 'COMMIT' && sql !== 'ROLLBACK';
    const { fault } = this;
    if (!fault || this.failures === fault.times) return undefined;
    const isMeant =
      typeof fault.at === 'number'
        ? isWithin && this.transaction.length - 1 === fault.at
        : fault.at.test(sql);
    if (!isMeant) return undefined;
    this.failures += 1;
    if (sql.startsWith('BEGIN')) this.isOpen = false;
    return fault;
  }
}
