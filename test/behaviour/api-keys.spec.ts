import { DataSource } from 'typeorm';
import { AccountStanding, ApiKeyIssuance } from '../../src/auth/index.js';
import { ApiKey, ApiKeyUses } from '../../src/credentials/api-keys/index.js';
import { AuditEvent } from '../../src/platform/audit/index.js';
import { Revocations } from '../../src/sessions/index.js';
import { Program } from '../support/api-keys.js';
import { FrozenClock } from '../support/frozen-clock.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

const DAY = 86_400;

describe('An API key', () => {
  let world: World;
  let ada: Person;
  const clock = new FrozenClock();

  beforeAll(async () => {
    world = await World.open({ clock, env: { API_KEYS_PER_USER: '3', API_KEY_MAX_TTL: '180d' } });
  });
  beforeEach(async () => {
    ada = await world.person().signedIn();
  });
  afterAll(() => world.close());

  const makes = (body: object) => ada.sends('POST', '/api-keys', { body });
  const list = async () => (await ada.gets('/api-keys')).body;

  it('is shown once, with a prefix and a checksum, and kept as a digest', async () => {
    const { status, body } = await makes({ name: 'backup' });
    expect([status, body]).toEqual([
      201,
      {
        id: expect.any(String),
        name: 'backup',
        scopes: null,
        createdAt: expect.any(String),
        expiresAt: expect.any(String),
        lastUsedAt: null,
        key: expect.stringMatching(/^sp_key_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}$/),
      },
    ]);
    const { key, ...card } = body;
    expect(await list()).toEqual([card]);
    const rows = await world.provider(DataSource).getRepository(ApiKey).find();
    const records = await world.provider(DataSource).getRepository(AuditEvent).find();
    expect(JSON.stringify([rows, records])).not.toContain(key.slice('sp_key_'.length, -6));
    const [created] = records.filter(({ type }) => type === 'apiKey.created');
    expect(created).toMatchObject({ detail: expect.stringContaining(body.id) });
  });

  it('works where a token does', async () => {
    const program = await Program.of(ada, world);
    expect((await program.gets('/me')).body).toMatchObject({ email: ada.email, roles: ['user'] });
    expect((await program.gets('/welcome')).status).toBe(200);
    expect((await program.gets('/dashboard')).body.thisSession).toBe(null);
    expect((await program.gets('/reports')).body.code).toBe('role.roleRequired');
  });

  it('is good for 90 days, or for as long as was asked, and no longer', async () => {
    const asked = await Program.of(ada, world, { expiresIn: 30 * DAY });
    const other = await Program.of(ada, world);
    clock.advance(30 * DAY - 1);
    expect(await asked.verdict()).toEqual([200, undefined]);
    clock.advance(1);
    expect(await asked.verdict()).toEqual([401, 'token.expired']);
    clock.advance(60 * DAY - 1);
    expect(await other.verdict()).toEqual([200, undefined]);
    clock.advance(1);
    expect(await other.verdict()).toEqual([401, 'token.expired']);
  });

  it('is good for a year at most, and for what API_KEY_MAX_TTL says', async () => {
    expect((await makes({ name: 'x', expiresIn: 180 * DAY })).status).toBe(201);
    for (const expiresIn of [180 * DAY + 1, 366 * DAY, 59, 0, -1, 90.5]) {
      const { status, body } = await makes({ name: 'x', expiresIn });
      expect([expiresIn, status, body.errors[0].pointer]).toEqual([expiresIn, 400, '#/expiresIn']);
    }
  });

  it('is one of a few: those that have expired make room', async () => {
    for (const expiresIn of [60, 90, 3600]) await Program.of(ada, world, { expiresIn });
    expect((await makes({ name: 'x' })).body.code).toBe('apiKey.tooMany');
    clock.advance(60);
    expect((await makes({ name: 'y' })).status).toBe(201);
    expect((await makes({ name: 'z' })).body.code).toBe('apiKey.tooMany');
    expect((await list()).map(({ name }: { name: string }) => name)).toEqual(['y', 'a program', 'a program']);
  });

  it('is one of a few, however many are asked for at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => makes({ name: 'x' })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  });

  it('tells to the minute when it was last used', async () => {
    const program = await Program.of(ada, world);
    const lastUsed = async () => {
      await world.provider(ApiKeyUses).save();
      return (await list())[0].lastUsedAt;
    };
    expect(await lastUsed()).toBe(null);
    await program.gets('/me');
    const first = clock.now().toISOString();
    expect(await lastUsed()).toBe(first);
    clock.advance(30);
    await program.gets('/me');
    expect(await lastUsed()).toBe(first);
    clock.advance(31);
    await program.gets('/me');
    expect(await lastUsed()).toBe(clock.now().toISOString());
  });

  it('is refused from the next request on when it is revoked, and can be revoked once', async () => {
    const [one, other] = [await Program.of(ada, world), await Program.of(ada, world)];
    expect(await one.verdict()).toEqual([200, undefined]);
    expect((await ada.sends('DELETE', `/api-keys/${one.id}`)).status).toBe(204);
    expect((await one.verdict())[0]).toBe(401);
    expect(await other.verdict()).toEqual([200, undefined]);
    expect((await ada.sends('DELETE', `/api-keys/${one.id}`)).body.code).toBe('apiKey.notFound');
    clock.advance(3 * 3600); // nothing remembers it any more
    expect(await one.verdict()).toEqual([401, 'token.invalid']);
  });

  it('is refused by another node, and knows there what its owner may, as soon as that has read the feed', async () => {
    const program = await Program.of(ada, world);
    const { id } = (await program.gets('/me')).body;
    const other = await World.open({ clock, folder: world.folder });
    const there = new Program(other, program.key, program.id);
    expect((await there.gets('/reports')).status).toBe(403);
    await world.provider(AccountStanding).giveRole(id, 'admin');
    await other.provider(Revocations).catchUp();
    expect((await there.gets('/reports')).status).toBe(200);
    await ada.signsIn();
    expect((await ada.sends('DELETE', `/api-keys/${program.id}`)).status).toBe(204);
    await other.provider(Revocations).catchUp();
    expect((await there.verdict())[0]).toBe(401);
    await other.stop();
  });

  it('is nobody else’s to see or revoke', async () => {
    const program = await Program.of(ada, world);
    const grace = await world.person().signedIn();
    expect((await grace.gets('/api-keys')).body).toEqual([]);
    for (const id of [program.id, 'x', program.key])
      expect([id, (await grace.sends('DELETE', `/api-keys/${id}`)).body.code]).toEqual([
        id,
        'apiKey.notFound',
      ]);
    expect(await program.verdict()).toEqual([200, undefined]);
  });

  it('outlives the session that made it', async () => {
    const program = await Program.of(ada, world);
    await ada.signsOut();
    expect(await program.verdict()).toEqual([200, undefined]);
  });

  it('dies with a change of the password, also one that is made at the same moment', async () => {
    const program = await Program.of(ada, world);
    expect(await program.verdict()).toEqual([200, undefined]);
    const change = { currentPassword: ada.password, newPassword: 'nine lives and a tail of silver' };
    const [changed] = await Promise.all([
      ada.sends('POST', '/me/password', { body: change }),
      makes({ name: 'at the same moment' }),
    ]);
    expect(changed.status).toBe(200);
    expect((await program.verdict())[0]).toBe(401);
    ada.accessToken = changed.body.access_token;
    expect(await list()).toEqual([]);
  });

  it('is not made for a session that has ended since the request was let in', async () => {
    const { sub, sid } = ada.claims as Record<string, string>;
    await ada.signsOut();
    const late = world.provider(ApiKeyIssuance).inSession(sub!, sid!, { name: 'late' });
    await expect(late).rejects.toMatchObject({ entry: { code: 'token.revoked' } });
  });

  it.each(['disable', 'remove'] as const)('dies at once with its owner’s account (%s)', async (end) => {
    const program = await Program.of(ada, world);
    const { id } = (await program.gets('/me')).body;
    const standing = world.provider(AccountStanding);
    await standing[end](id);
    expect((await program.verdict())[0]).toBe(401);
    if (end === 'disable') await standing.enable(id);
    expect((await program.verdict())[0]).toBe(401);
  });

  it('is told of in the account’s export, without the key', async () => {
    const program = await Program.of(ada, world);
    await ada.sends('DELETE', `/api-keys/${program.id}`);
    const left = await Program.of(ada, world, { scopes: [] });
    const { body } = await ada.gets('/me/export');
    expect(body.apiKeys).toEqual(await list());
    expect(body.apiKeys[0].id).toBe(left.id);
    expect(body.events.map(({ type }: { type: string }) => type)).toEqual([
      'user.created',
      'session.opened',
      'apiKey.created',
      'apiKey.revoked',
      'apiKey.created',
    ]);
    expect(JSON.stringify(body)).not.toContain('sp_key_');
  });

  it('is made of good fields only', async () => {
    for (const body of [
      {},
      { name: '' },
      { name: 'a\nb' },
      { name: 'x'.repeat(201) },
      { name: 'x', id: 'y' },
    ])
      expect([body, (await makes(body)).body.code]).toEqual([body, 'request.invalid']);
    for (const scopes of ['reports:read', [7], [null], null, Array(101).fill('x'), ['x'.repeat(65)]])
      expect([scopes, (await makes({ name: 'x', scopes })).body.code]).toEqual([scopes, 'request.invalid']);
  });
});
