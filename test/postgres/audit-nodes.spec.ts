import { DataSource } from 'typeorm';
import { AuditChain, AuditEvent, AuditInspection, AuditLog } from '../../src/platform/audit/index.js';
import { Person } from '../support/person.js';
import { World } from '../support/world.js';

describe('The audit log of two nodes on one PostgreSQL database', () => {
  let nodes: [World, World];

  beforeAll(async () => {
    const first = await World.open({ env: { HASH_QUEUE: '1000', DATABASE_CONNECT_TIMEOUT: '60s' } });
    nodes = [
      first,
      await World.open({
        folder: first.folder,
        env: { HASH_QUEUE: '1000', DATABASE_CONNECT_TIMEOUT: '60s' },
      }),
    ];
  });
  afterAll(async () => {
    await nodes[1].stop();
    await nodes[0].close();
  });

  const database = () => nodes[0].provider(DataSource).manager;
  const catchUp = () => Promise.all(nodes.map((node) => node.provider(AuditChain).catchUp()));
  const places = async () =>
    (await database().find(AuditEvent, { order: { position: 'ASC' } })).map(({ position }) => position);
  const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

  it('holds every one of 200 sign-ins at once, in one chain without a gap', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => nodes[0].person().registered()));
    let isOver = false;
    const chaining = (async () => {
      while (!isOver) {
        await catchUp();
        await new Promise((later) => setTimeout(later, 50));
      }
    })();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        new Person(nodes[at % 2]!, people[at % people.length]!.email).signsIn(),
      ),
    );
    isOver = true;
    await chaining;
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await catchUp();
    expect(await database().countBy(AuditEvent, { type: 'session.opened' })).toBe(200);
    const { fault, records } = await nodes[1].provider(AuditInspection).verdict();
    expect([fault, await places()]).toEqual([undefined, upTo(records)]);
  }, 120_000);

  // What would go wrong: a number is given out before its transaction commits, and a chain in that order would have
  // passed by the record that came late.
  it('gives a place to a record that got its number first and was committed last', async () => {
    const late = nodes[0].provider(DataSource).createQueryRunner();
    await late.startTransaction();
    await nodes[0].provider(AuditLog).record({ type: 'key.created', detail: { kid: 'late' } }, late.manager);
    await nodes[1].person().registered();
    await catchUp();
    await late.commitTransaction();
    await late.release();
    await catchUp();
    const { fault, records } = await nodes[0].provider(AuditInspection).verdict();
    expect([fault, await places()]).toEqual([undefined, upTo(records)]);
    const [newest] = await database().find(AuditEvent, { order: { position: 'DESC' }, take: 1 });
    expect(newest!.detail).toBe('{"kid":"late"}');
  });

  it('does not hold up a sign-in while a transaction that wrote a record is open', async () => {
    const open = nodes[0].provider(DataSource).createQueryRunner();
    await open.startTransaction();
    await open.manager.insert(AuditEvent, { at: new Date(), type: 'key.created', detail: '{}' });
    const ada = nodes[1].person();
    expect((await ada.registers()).status).toBe(201);
    expect((await ada.signsIn()).status).toBe(200);
    await catchUp();
    await open.rollbackTransaction();
    await open.release();
    expect((await nodes[0].provider(AuditInspection).verdict()).fault).toBeUndefined();
  });
});
