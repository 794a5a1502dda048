import { DataSource } from 'typeorm';
import { AuditTally } from '../../src/platform/audit/index.js';
import type { Answer } from './client.js';
import { FailingDisk, type Fault } from './failing-disk.js';
import { World } from './world.js';

/** The ways in which a statement fails so that nothing of its transaction stays. */
export const UNDONE: Omit<Fault, 'at'>[] = [
  { error: 'SQLITE_IOERR', effect: 'it is not carried out' },
  { error: 'SQLITE_BUSY', effect: 'it is not carried out' },
  { error: 'SQLITE_IOERR', effect: 'its transaction is rolled back' },
  { error: 'SQLITE_FULL', effect: 'its transaction is rolled back' },
];
export const COMMITTED: Fault = { at: /^COMMIT$/, effect: 'only its answer is lost' };

const TABLES =
  'users passwords user_roles sessions refresh_tokens opaque_tokens revocations audit_events'.split(' ');

/** Refusals are recorded after their answers, and meet no fault that was meant for a request. */
const meant = (table: string): string =>
  table === 'audit_events' ? `${table} WHERE type NOT IN ('signIn.refused', 'password.refused')` : table;

/** A world whose database fails as a test says, and what must hold of every request that meets it. */
export class FailingDatabase {
  private constructor(
    readonly world: World,
    readonly disk: FailingDisk,
  ) {}

  static async open(): Promise<FailingDatabase> {
    // What a request does not learn, nobody tells it in time.
    const env = { REVOCATION_POLL: '60s', REVOCATION_MAX_STALENESS: '10m', AUDIT_CHAIN_EVERY: '10m' };
    const world = await World.open({ env });
    return new FailingDatabase(world, FailingDisk.of(world));
  }

  /** The reuse of refresh tokens that was recorded of someone. */
  alarms(email: string): Promise<unknown[]> {
    return this.query(
      `SELECT 1 FROM audit_events JOIN users ON users.id = "userId" WHERE type = 'session.refreshReused' AND email = ?`,
      [email],
    );
  }

  /** The tables in which work leaves more rows than there were, and how many. */
  async rowsAdded(work: () => Promise<unknown>): Promise<Record<string, number>> {
    const before = await this.rowCounts();
    await work();
    const changes = Object.entries(await this.rowCounts()).map(
      ([name, after]) => [name, after - (before[name] ?? 0)] as const,
    );
    return Object.fromEntries(changes.filter(([, change]) => change !== 0));
  }

  /** Sends a request that meets a fault, sees how it is refused, and mends the disk. */
  async refuses(fault: Fault, request: () => Promise<Answer>): Promise<Answer> {
    await this.rests();
    this.disk.fails(fault);
    const answer = await request();
    this.disk.recovers();
    const { status, headers, body } = answer;
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'server.unavailable', '1']);
    expect(JSON.stringify(body)).not.toMatch(/sqlite|disk|locked/i);
    return answer;
  }

  /** Lets each statement of a transaction fail in each way, and each time tries the same again. */
  async failsAtEachStatement(
    work: () => Promise<Answer>,
    request: () => Promise<Answer>,
    afterwards: () => Promise<unknown>,
  ): Promise<void> {
    await this.rests();
    const statements = await this.disk.statementsOf(work);
    expect(statements.at(-1)).toBe('COMMIT');
    for (const at of statements.keys()) {
      for (const how of UNDONE) {
        expect(await this.rowsAdded(() => this.refuses({ ...how, at }, request))).toEqual({});
        await afterwards();
      }
    }
  }

  /** Refusals are recorded a second later, by a transaction that would meet the fault in place of the request's. */
  rests(): Promise<void> {
    return this.world.provider(AuditTally).save();
  }

  private async rowCounts(): Promise<Record<string, number>> {
    const counts = TABLES.map((name) => `(SELECT COUNT(*) FROM ${meant(name)}) AS ${name}`);
    return (await this.query(`SELECT ${counts.join(', ')}`))[0];
  }

  private query(sql: string, parameters: unknown[] = []) {
    return this.world.provider(DataSource).query(sql, parameters);
  }
}
