import { DataSource, IsNull, LessThan } from 'typeorm';
import {
  AuditChain,
  AuditEvent,
  AuditInspection,
  AuditLog,
  AuditRetention,
} from '../../src/platform/audit/index.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { World } from '../support/world.js';

const DAY = 86_400;

describe('Whoever can write to the database', () => {
  const clock = new FrozenClock();
  let world: World;

  beforeEach(async () => {
    world = await World.open({ clock, env: { AUDIT_RETENTION: '10d', AUDIT_CHAIN_EVERY: '60s' } });
    for (let people = 0; people < 2; people += 1) await world.person().signedIn();
    await chain().catchUp();
  });
  afterEach(() => world.close());

  const database = () => world.provider(DataSource).manager;
  const chain = () => world.provider(AuditChain);
  const trim = () => world.provider(AuditRetention).trim();
  const verdict = () => world.provider(AuditInspection).verdict();
  const lie = (more: Partial<AuditEvent>) =>
    database().insert(AuditEvent, { at: clock.now(), type: 'session.opened', detail: '{}', ...more });
  /** What a node writes whose clock is wrong. */
  const misdated = (days: number) => {
    const log = world.provider(AuditLog);
    const at = new Date(clock.now().getTime() + days * DAY * 1000);
    return log.insert([{ ...log.eventOf({ type: 'session.opened' }), at }], database());
  };
  const rejected = async () => {
    const records = await database().findBy(AuditEvent, { type: 'audit.rejected' });
    return records.map(({ detail }) => JSON.parse(JSON.parse(detail).row));
  };

  it.each([0, -5])(
    'shows operators no record that the chain does not know, at place %d',
    async (position) => {
      await lie({ position, hash: 'B'.repeat(43) });
      const { fault } = await verdict();
      expect([fault?.kind, fault?.story]).toEqual(['added', expect.stringContaining('1 of the records')]);
    },
  );

  it('hides no row of the end behind one whose place is no number', async () => {
    if (database().connection.options.type !== 'sqlite') return; // PostgreSQL keeps none
    const [seq] = [(await database().findOneByOrFail(AuditEvent, { position: 1 })).seq];
    await database().query('UPDATE "audit_events" SET "position" = ? WHERE "seq" = ?', ['x', seq]);
    await expect(chain().head()).rejects.toThrow('somebody put it back');
  });

  it('hides no record from who looks by time, by keeping that as something else', async () => {
    if (database().connection.options.type !== 'sqlite') return; // PostgreSQL keeps nothing else
    clock.advance(1);
    const first = { position: 1, at: LessThan(clock.now()) };
    expect(await database().countBy(AuditEvent, first)).toBe(1);
    await database().query(
      'UPDATE "audit_events" SET "at" = CAST(CAST("at" AS TEXT) AS BLOB) WHERE "position" = 1',
    );
    expect(await database().countBy(AuditEvent, first)).toBe(0);
    const { fault } = await verdict();
    expect([fault?.kind, fault?.story]).toEqual(['edited', expect.stringContaining('1 of the records')]);
  });

  it('stops neither the verification nor the chain by a time that is none', async () => {
    const later = 9e15; // after all that a date can be
    await lie({ at: clock.now() });
    await database().query(`UPDATE "audit_events" SET "at" = ${later} WHERE "position" IS NULL`);
    await chain().catchUp(); // and the next one chains what tells of it
    const { records, fault } = await verdict();
    expect([records, fault]).toEqual([await database().countBy(AuditEvent, {}), undefined]);
    await database().query(`UPDATE "audit_events" SET "at" = ${later} WHERE "position" = 1`);
    expect((await verdict()).fault).toMatchObject({ kind: 'edited', line: 2 });
    await database().query(`UPDATE "audit_checkpoints" SET "at" = ${later}`);
    expect((await verdict()).fault?.kind).toBe('forged');
  });

  it('does not have the server remove young records, by making them old', async () => {
    const { records } = await verdict();
    await database().update(AuditEvent, { position: LessThan(records) }, { at: new Date(0) });
    await expect(trim()).rejects.toThrow('Record 1 of the audit log is old, and not as it was written');
    expect(await database().countBy(AuditEvent, { type: 'audit.trimmed' })).toBe(0);
    expect((await verdict()).fault?.kind).toBe('edited');
  });

  it('has no row of theirs chained as a record; it is kept as what it is', async () => {
    await lie({ userId: 'somebody', detail: 'no JSON, either' });
    await world.person().registered();
    const { records } = await verdict();
    await chain().catchUp(); // the record that tells of it
    expect(await rejected()).toEqual([
      expect.objectContaining({ type: 'session.opened', userId: 'somebody', detail: 'no JSON, either' }),
    ]);
    expect(await database().countBy(AuditEvent, { userId: 'somebody' })).toBe(0);
    const after = await verdict();
    expect([after.fault, after.records]).toEqual([undefined, records + 1]);
  });

  it.each<[string, Partial<AuditEvent>]>([
    ['another person', { userId: 'somebody else' }],
    ['another time', { at: new Date(0) }],
    ['another story', { detail: '{}\n' }],
    ['another kind', { type: 'session.ended' }],
    ['another outcome', { outcome: 'failure' }],
    ['another actor', { actor: 'operator:cli' }],
    ['another session', { sessionId: 'another' }],
    ['another address', { address: '192.0.2.1' }],
    ['another request', { requestId: 'another' }],
    ['nobody who vouches for it', { mac: null }],
    ['somebody else who does', { mac: 'B'.repeat(43) }],
  ])('gives no record %s before it has its place', async (_, change) => {
    const ada = await world.person().signedIn();
    const [record] = await database().findBy(AuditEvent, { type: 'session.opened', position: IsNull() });
    await database().update(AuditEvent, { seq: record!.seq }, change);
    await chain().catchUp();
    const changed = { ...record, ...change };
    expect(await rejected()).toEqual([JSON.parse(JSON.stringify(changed))]);
    expect(record!.userId).toBe(ada.claims.sub);
  });

  it('stops nothing by what no server would write', async () => {
    if (database().connection.options.type !== 'sqlite') return; // PostgreSQL keeps none of it
    for (const [column, value] of [
      ['at', 'yesterday'],
      ['mac', Buffer.from('x')],
      ['detail', Buffer.from('x')],
      ['type', 'x'.repeat(1_000_000)],
    ] as const) {
      await lie({});
      await database().query(`UPDATE "audit_events" SET "${column}" = ? WHERE "position" IS NULL`, [value]);
      await chain().catchUp();
      await chain().catchUp();
      expect([column, await chain().openTail()]).toEqual([column, 0]);
    }
    expect((await verdict()).fault).toBeUndefined();
  });

  it('does not have it remove them by an old one, which gets its place among them', async () => {
    clock.advance(2 * DAY);
    await misdated(-11);
    await chain().catchUp();
    const { records } = await verdict();
    expect(await trim()).toBe(0);
    await database().update(AuditEvent, { position: 1 }, { at: new Date(0) });
    await expect(trim()).rejects.toThrow('Record 1');
    expect(await database().countBy(AuditEvent, {})).toBe(records);
  });

  it('keeps no old record there by one of the future before it', async () => {
    await misdated(1000);
    await chain().catchUp();
    await world.person().registered();
    await chain().catchUp();
    const { records } = await verdict();
    clock.advance(12 * DAY);
    expect(await trim()).toBe(records);
    await chain().catchUp();
    expect((await verdict()).fault).toBeUndefined();
  });
});
