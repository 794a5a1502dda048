import { DataSource, LessThan } from 'typeorm';
import { AuditChain, AuditEvent, AuditInspection, AuditRetention } from '../../src/platform/audit/index.js';
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

  it('does not have it remove them by adding an old one, which gets its place among them', async () => {
    clock.advance(2 * DAY);
    await lie({ at: new Date(clock.now().getTime() - 11 * DAY * 1000) });
    await chain().catchUp();
    const { records } = await verdict();
    expect(await trim()).toBe(0);
    await database().update(AuditEvent, { position: 1 }, { at: new Date(0) });
    await expect(trim()).rejects.toThrow('Record 1');
    expect(await database().countBy(AuditEvent, {})).toBe(records);
  });

  it('keeps no old record there by adding one of the future before it', async () => {
    await lie({ at: new Date(clock.now().getTime() + 1000 * DAY * 1000) });
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
