import { DataSource } from 'typeorm';
import { AuditEvent } from '../../src/platform/audit/index.js';
import { newId } from '../../src/platform/database/index.js';
import { Revocation } from '../../src/sessions/index.js';
import { eventually } from '../support/eventually.js';
import { Person } from '../support/person.js';
import { World } from '../support/world.js';

describe('Several nodes on one PostgreSQL database', () => {
  let nodes: World[];

  beforeAll(async () => {
    const first = await World.open({ env: { HASH_QUEUE: '1000' } });
    const others = [1, 2].map(() => World.open({ folder: first.folder, env: { HASH_QUEUE: '1000' } }));
    nodes = [first, ...(await Promise.all(others))];
  });
  afterAll(async () => {
    for (const node of nodes.slice(1)) await node.stop();
    await nodes[0]?.close();
  });

  const node = (number: number): World => nodes[number % nodes.length] as World;
  const on = (number: number, person: Person): Person => new Person(node(number), person.email);
  const records = (type: string) => node(0).provider(DataSource).getRepository(AuditEvent).countBy({ type });

  it('give twenty racers with one refresh token the same successor', async () => {
    const ada = await node(0).person().signedIn();
    const racers = Array.from({ length: 21 }, (_, number) => on(number, ada));
    const answers = await Promise.all(racers.map((racer) => racer.refreshes(ada.refreshToken)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
  });

  it('end a session of which a token is used again by many at once, and record it once', async () => {
    const ada = await node(0).person().signedIn();
    const old = ada.refreshToken;
    await ada.refreshes();
    await ada.refreshes();
    const before = await records('session.refreshReused');
    const thieves = Array.from({ length: 12 }, (_, number) => on(number, ada).refreshes(old));
    for (const { status } of await Promise.all(thieves)) expect(status).toBe(400);
    expect(await records('session.refreshReused')).toBe(before + 1);
    expect((await ada.refreshes()).status).toBe(400);
  });

  it('keep to twenty sessions of a user who signs in everywhere at once', async () => {
    const ada = await node(0).person().registered();
    const many = Array.from({ length: 30 }, (_, number) => on(number, ada).signsIn());
    for (const { status } of await Promise.all(many)) expect(status).toBe(200);
    await ada.signsIn();
    expect((await ada.gets('/sessions')).body).toHaveLength(20);
  });

  it('make an account once, however many ask for it', async () => {
    const ada = node(0).person();
    const many = Array.from({ length: 12 }, (_, number) => on(number, ada).registers());
    const statuses = (await Promise.all(many)).map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 11 }, () => 409)]);
  });

  it('refuse on each of them what was signed out on another', async () => {
    const ada = await node(0).person().signedIn();
    await ada.signsOut();
    await eventually(async () => {
      for (const number of [1, 2]) {
        const there = on(number, ada);
        there.accessToken = ada.accessToken;
        expect((await there.gets('/me')).status).toBe(401);
      }
    });
  });

  // What would go wrong: a number is given out before its transaction commits, and a feed that asks for newer ones
  // only would never read the one that came late.
  it('hear of a revocation that got its number first and was committed last', async () => {
    const ada = await node(0).person().signedIn();
    const grace = await node(0).person().signedIn();
    const late = node(0).provider(DataSource).createQueryRunner();
    await late.startTransaction();
    await late.manager.insert(Revocation, revocationOf(ada));
    await grace.signsOut(); // a higher number, committed at once
    const there = (person: Person) => Object.assign(on(1, person), { accessToken: person.accessToken });
    await eventually(async () => expect((await there(grace).gets('/me')).status).toBe(401));
    expect((await there(ada).gets('/me')).status).toBe(200);
    await late.commitTransaction();
    await late.release();
    await eventually(async () => expect((await there(ada).gets('/me')).status).toBe(401));
  });

  // As where a role that thousands hold gets another name meanwhile.
  it('hear of it however many numbers were given out and committed in between', async () => {
    const ada = await node(0).person().signedIn();
    const grace = await node(0).person().signedIn();
    const late = node(0).provider(DataSource).createQueryRunner();
    await late.startTransaction();
    await late.manager.insert(Revocation, revocationOf(ada));
    const many = Array.from({ length: 1500 }, () => ({ ...revocationOf(ada), subject: newId() }));
    await node(0).provider(DataSource).manager.insert(Revocation, many);
    await grace.signsOut();
    const there = (person: Person) => Object.assign(on(1, person), { accessToken: person.accessToken });
    await eventually(async () => expect((await there(grace).gets('/me')).status).toBe(401));
    expect((await there(ada).gets('/me')).status).toBe(200);
    await late.commitTransaction();
    await late.release();
    await eventually(async () => expect((await there(ada).gets('/me')).status).toBe(401));
  });
});

describe('Ten nodes that start at once on an empty PostgreSQL database', () => {
  it('all become ready, with one signing key between them', async () => {
    const first = World.open();
    const { folder } = await first;
    await (await first).provider(DataSource).dropDatabase();
    const env = { DATABASE_CONNECT_TIMEOUT: '60s' }; // ten of them in one process, on a machine with other work
    const nodes = await Promise.all(Array.from({ length: 10 }, () => World.open({ folder, env })));
    const keys = await Promise.all(nodes.map((node) => node.get('/.well-known/jwks.json')));
    expect(new Set(keys.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(keys[0]?.body.keys).toHaveLength(1);
    for (const node of nodes) await node.stop();
    await (await first).close();
  });
});

const revocationOf = ({ claims }: Person) => ({
  kind: 'session' as const,
  subject: claims.sid as string,
  epoch: 0,
  createdAt: new Date(),
  expiresAt: new Date(Date.now() + 3_600_000),
});
