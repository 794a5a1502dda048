import { DataSource } from 'typeorm';
import { AuditEvent, AuditTally } from '../../src/platform/audit/index.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

interface Card {
  readonly at: string;
  readonly type: string;
  readonly userId: string | null;
  readonly actor: string | null;
  readonly outcome: string;
}

describe('GET /admin/audit', () => {
  let world: World;
  let root: Person;
  let ada: Person;

  beforeAll(async () => {
    world = await World.open();
    root = await world.administrator();
    ada = await world.person().signedIn();
    for (let time = 0; time < 4; time += 1) await ada.onAnotherDevice();
    await world.post('/login', { email: ada.email, password: 'not the right one' });
    await world.provider(AuditTally).save();
  });
  afterAll(() => world.close());

  const list = async (query: string): Promise<Card[]> => {
    const { status, body } = await root.gets(`/admin/audit?${query}`);
    expect([query, status]).toEqual([query, 200]);
    return body.items;
  };
  const all = () =>
    world
      .provider(DataSource)
      .getRepository(AuditEvent)
      .find({ order: { at: 'DESC', seq: 'DESC' } });

  it('is for those who hold audit:read', async () => {
    expect((await world.get('/admin/audit')).status).toBe(401);
    expect((await ada.gets('/admin/audit')).body.code).toBe('role.permissionRequired');
    expect((await root.gets('/admin/audit')).status).toBe(200);
  });

  it('shows the newest first, in pages that neither repeat nor miss a record, while more are written', async () => {
    const expected = (await all()).map(({ requestId, type }) => [requestId, type]);
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const { body } = await root.gets(`/admin/audit?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ requestId, type }: AuditEvent) => [requestId, type]));
      cursor = body.nextCursor;
    } while (cursor);
    expect(seen).toEqual(expected);
  });

  it('is narrowed by type, account, actor, outcome and time', async () => {
    const id = ada.claims.sub as string;
    const opened = await list(`type=session.opened&userId=${id}`);
    expect(opened.map(({ type, userId }) => [type, userId])).toEqual(Array(5).fill(['session.opened', id]));
    const refused = await list('outcome=failure');
    expect(refused.map(({ type }) => type)).toEqual(['signIn.refused']);
    expect((await list('actor=system')).map(({ type }) => type)).toContain('key.created');
    expect((await list(`actor=${id}`)).every(({ actor }) => actor === id)).toBe(true);
    const [{ at }] = opened as [Card];
    expect((await list(`until=${at}&userId=${id}`)).every((card) => card.at < at)).toBe(true);
    expect((await list(`since=${at}&userId=${id}`)).every((card) => card.at >= at)).toBe(true);
    expect(await list('since=2999-01-01')).toEqual([]);
  });

  it.each([
    'type=nonsense',
    'userId=1',
    'actor=%00',
    'outcome=maybe',
    'since=yesterday',
    'until=2026-99-99',
    'limit=0',
  ])('refuses what it cannot mean: %s', async (query) => {
    expect((await root.gets(`/admin/audit?${query}`)).body.code).toBe('request.invalid');
  });

  it('says what a type must be, though the word is the name of the field, too', async () => {
    const { errors } = (await root.gets('/admin/audit?type=nonsense')).body;
    expect(errors).toEqual([{ pointer: '?/type', detail: 'must be a type of event' }]);
  });

  it('takes a cursor that somebody made up, and shows nothing it should not', async () => {
    for (const position of [
      [0, 0],
      [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
      [-1, -1],
    ]) {
      const cursor = Buffer.from(JSON.stringify(position)).toString('base64url');
      expect((await root.gets(`/admin/audit?cursor=${cursor}`)).status).toBe(200);
    }
  });

  it('is itself recorded, with what was looked for', async () => {
    await list('type=key.created&limit=1');
    const [read] = (await all()).filter(({ type }) => type === 'audit.read');
    expect(read).toMatchObject({ actor: root.claims.sub, detail: '{"type":"key.created"}' });
    expect(read!.requestId).toMatch(/^[\da-f-]{36}$/);
  });
});
