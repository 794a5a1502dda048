import { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import {
  AuditChain,
  AuditCheckpointRow,
  AuditEvent,
  AuditExport,
  AuditInspection,
  AuditKey,
  AuditRetention,
  verifyLines,
} from '../../src/platform/audit/index.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { World } from '../support/world.js';

const DAY = 86_400;

describe('The chain of the audit log', () => {
  const clock = new FrozenClock();
  let world: World;

  beforeEach(async () => {
    world = await World.open({
      clock,
      env: {
        AUDIT_RETENTION: '10d',
        AUDIT_CHAIN_EVERY: '60s',
        SESSION_IDLE: '200d',
        SESSION_ABSOLUTE: '200d',
      },
    });
    for (let people = 0; people < 2; people += 1) await world.person().signedIn();
    await chain().catchUp();
  });
  afterEach(() => world.close());

  const database = () => world.provider(DataSource).manager;
  const chain = () => world.provider(AuditChain);
  const found = async () => (await world.provider(AuditInspection).verdict()).fault;
  const places = async () =>
    (await database().find(AuditEvent, { order: { position: 'ASC' } })).map(({ position }) => position);
  const exported = async () => {
    let text = '';
    for await (const lines of world.provider(AuditExport).lines()) text += lines;
    return text;
  };
  const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

  it('has a place for every record, one after the other, and proves it', async () => {
    const { fault, records } = await world.provider(AuditInspection).verdict();
    expect([fault, await places()]).toEqual([undefined, upTo(records)]);
    expect(records).toBeGreaterThanOrEqual(5);
  });

  it('takes up what a process wrote that died before it was chained', async () => {
    const before = await places();
    await world.person().registered();
    expect(await chain().openTail()).toBe(1);
    const other = await World.open({ clock, folder: world.folder });
    await other.provider(AuditChain).catchUp();
    expect(await chain().openTail()).toBe(0);
    expect((await places()).length).toBe(before.length + 1);
    expect(await found()).toBeUndefined();
    await other.stop();
  });

  it.each<[string, string, (record: AuditEvent) => Promise<unknown>]>([
    [
      'another time',
      'edited',
      ({ seq, at }) => database().update(AuditEvent, { seq }, { at: new Date(at.getTime() + 1) }),
    ],
    [
      'another person',
      'edited',
      ({ seq }) => database().update(AuditEvent, { seq }, { userId: 'somebody else' }),
    ],
    [
      'another address',
      'edited',
      ({ seq }) => database().update(AuditEvent, { seq }, { address: '192.0.2.1' }),
    ],
    ['another story', 'edited', ({ seq }) => database().update(AuditEvent, { seq }, { detail: '{}\n' })],
    ['another hash', 'edited', ({ seq }) => database().update(AuditEvent, { seq }, { hash: 'B'.repeat(43) })],
    ['no place', 'forged', ({ seq }) => database().update(AuditEvent, { seq }, { position: 1000 })],
    ['no more', 'removed', ({ seq }) => database().delete(AuditEvent, { seq })],
  ])('shows a record that has %s in the database', async (_, kind, tamper) => {
    for (const position of [1, 3, (await places()).length]) {
      const record = await database().findOneByOrFail(AuditEvent, { position });
      await tamper(record);
      expect([position, (await found())?.kind]).toEqual([
        position,
        expect.stringMatching(`${kind}|truncated`),
      ]);
      await database().delete(AuditEvent, { seq: record.seq });
      await database().insert(AuditEvent, record);
      expect(await found()).toBeUndefined();
    }
  });

  it('adds nothing to a head that this server did not sign, and says so', async () => {
    const [{ position }] = (await database().find(AuditCheckpointRow)) as [AuditCheckpointRow];
    await database().update(AuditCheckpointRow, { position }, { sincePosition: 1 });
    await world.person().registered();
    await expect(chain().catchUp()).rejects.toThrow('was not signed by this server');
    expect(await chain().openTail()).toBe(1);
    expect((await found())?.kind).toBe('forged');
  });

  it('is not shorter, or empty, for that its newest checkpoints are gone', async () => {
    clock.advance(3600);
    await world.person().registered();
    await chain().catchUp();
    const other = await World.open({ clock, folder: world.folder, env: { AUDIT_CHAIN_EVERY: '60s' } });
    const newest = { order: { position: 'DESC' }, take: 1 } as const;
    for (let left = 2; left > 0; left -= 1) {
      const [{ position }] = (await database().find(AuditCheckpointRow, newest)) as [AuditCheckpointRow];
      await database().delete(AuditCheckpointRow, { position });
      const { fault } = await other.provider(AuditInspection).verdict();
      expect([fault?.kind, fault?.story]).toEqual(['forged', expect.stringContaining('put it back')]);
    }
    expect(await database().count(AuditCheckpointRow)).toBe(0);
    await other.stop();
  });

  it('shows a log that was put back, to who knows a record of it from before', async () => {
    const [older] = (await database().find(AuditCheckpointRow)) as [AuditCheckpointRow];
    clock.advance(3600);
    await world.person().registered();
    await chain().catchUp();
    const known = await chain().head();
    await database().delete(AuditEvent, { position: known.position });
    await database().delete(AuditCheckpointRow, { position: known.position });
    await expect(
      chain()
        .catchUp()
        .then(() => chain().head()),
    ).rejects.toThrow('somebody put it back');
    const other = await World.open({ clock, folder: world.folder, env: { AUDIT_CHAIN_EVERY: '60s' } });
    const inspection = other.provider(AuditInspection);
    expect((await inspection.verdict(older)).fault).toBeUndefined();
    expect((await inspection.verdict(known)).fault?.kind).toBe('rolledBack');
    await other.stop();
  });

  it('keeps a checkpoint of every hour, and shows one that somebody changed', async () => {
    for (let hour = 0; hour < 3; hour += 1) {
      clock.advance(3600);
      for (let time = 0; time < 2; time += 1) {
        await world.person().registered();
        await chain().catchUp();
      }
    }
    const [first, ...others] = await database().find(AuditCheckpointRow, { order: { position: 'ASC' } });
    expect(others).toHaveLength(3);
    expect(await found()).toBeUndefined();
    await database().update(AuditCheckpointRow, { position: first!.position }, { hash: 'B'.repeat(43) });
    expect((await found())?.kind).toBe('forged');
  });

  it('loses its oldest records by and by, and the rest is proven from there', async () => {
    const retention = world.provider(AuditRetention);
    const old = (await places()).length;
    clock.advance(10 * DAY);
    await world.person().registered();
    await chain().catchUp();
    expect(await retention.trim()).toBe(0); // not before there is a day's worth
    clock.advance(DAY + 1);
    expect(await retention.trim()).toBe(old);
    const { fault, records } = await world.provider(AuditInspection).verdict();
    expect([fault, records]).toEqual([undefined, 2]);
    expect(await places()).toEqual([old + 1, old + 2]);
    const trimmed = await database().findOneByOrFail(AuditEvent, { type: 'audit.trimmed' });
    expect([trimmed.actor, JSON.parse(trimmed.detail)]).toEqual(['system', { from: 1, to: old }]);
    await database().delete(AuditEvent, { position: old + 1 });
    expect((await found())?.kind).toBe('removed');
  });

  it('is proven at every moment in between', async () => {
    clock.advance(11 * DAY + 1);
    const retention = world.provider(AuditRetention);
    retention.stop(); // as if the server stopped when the beginning had moved, and no row was gone
    expect(await retention.trim()).toBe(0);
    expect(await found()).toBeUndefined();
  });

  it('is exported so that the key alone proves it', async () => {
    const { publicKey } = world.provider(AuditKey);
    const text = await exported();
    expect((await verifyLines(Readable.from([text]), { publicKey })).fault).toBeUndefined();
    const changed = text.replace('"session.opened"', '"session.ended"');
    expect((await verifyLines(Readable.from([changed]), { publicKey })).fault?.kind).toBe('edited');
  });

  it('is exported in part, which proves that the part is unaltered', async () => {
    const { publicKey } = world.provider(AuditKey);
    let text = '';
    for await (const lines of world.provider(AuditExport).lines({ type: 'session.opened' })) text += lines;
    const { fault, header, records } = await verifyLines(Readable.from([text]), { publicKey });
    expect([fault, header!.filter, records]).toEqual([undefined, { type: 'session.opened' }, 2]);
    const without = text.split('\n').toSpliced(1, 1).join('\n');
    expect((await verifyLines(Readable.from([without]), { publicKey })).fault).toBeDefined();
  });
});
