import { DataSource } from 'typeorm';
import { ServiceAccounts } from '../../src/auth/index.js';
import { KeyRing } from '../../src/keys/index.js';
import { AuditEvent } from '../../src/platform/audit/index.js';
import { holderOf, idOf } from '../support/administration.js';
import { Program } from '../support/api-keys.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

describe('An administrator of sessions', () => {
  let world: World;
  let warden: Person;

  beforeAll(async () => {
    world = await World.open();
    warden = await holderOf(world, ['sessions:read', 'sessions:write']);
  });
  afterAll(() => world.close());

  it('walks through everyone’s live sessions, the newest first, and knows the own one', async () => {
    const people = [];
    for (let nth = 0; nth < 5; nth += 1) people.push(await world.person().signedIn());
    await people[2]!.signsOut();
    const seen: { id: string; userId: string; current: boolean }[] = [];
    for (let cursor = ''; ;) {
      const { items, nextCursor } = (await warden.gets(`/admin/sessions?limit=2${cursor}`)).body;
      seen.push(...items);
      if (nextCursor === null) break;
      cursor = `&cursor=${nextCursor}`;
    }
    const expected = await Promise.all([people[4]!, people[3]!, people[1]!, people[0]!].map(idOf));
    expect(seen.slice(0, 4).map(({ userId }) => userId)).toEqual(expected);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(seen.filter(({ current }) => current).map(({ userId }) => userId)).toEqual([await idOf(warden)]);
  });

  it('sees those of one account, and ends one of them at once', async () => {
    const ada = await world.person().signedIn();
    const phone = await ada.onAnotherDevice();
    const userId = await idOf(ada);
    const { items } = (await warden.gets(`/admin/sessions?userId=${userId}`)).body;
    expect(items.map((session: { userId: string }) => session.userId)).toEqual([userId, userId]);
    expect((await warden.sends('DELETE', `/admin/sessions/${items[0].id}`)).status).toBe(204);
    expect([(await phone.gets('/me')).status, (await ada.gets('/me')).status]).toEqual([401, 200]);
    const again = await warden.sends('DELETE', `/admin/sessions/${items[0].id}`);
    expect(again.body).toMatchObject({
      status: 404,
      code: 'session.notFound',
      title: 'There is no such session.',
    });
  });

  it.each(['userId=x', 'cursor=WzFd', 'limit=1000', 'user=1'])(
    'is told what is wrong with %s',
    async (query) => {
      expect((await warden.gets(`/admin/sessions?${query}`)).body.code).toBe('request.invalid');
    },
  );
});

describe('An administrator of signing keys', () => {
  let world: World;
  let keeper: Person;
  const standings = async (): Promise<[string, string][]> =>
    (await keeper.gets('/admin/keys')).body.map(({ kid, standing }: Record<string, string>) => [
      kid,
      standing,
    ]);

  beforeAll(async () => {
    world = await World.open();
    keeper = await holderOf(world, ['keys:read', 'keys:write']);
  });
  afterAll(() => world.close());

  it('sees every key and what it may do, and nothing of the keys themselves', async () => {
    const { body } = await keeper.gets('/admin/keys');
    expect(body.map(({ standing }: { standing: string }) => standing)).toEqual(['active']);
    expect(Object.keys(body[0]).sort()).toEqual(
      ['algorithm', 'createdAt', 'distrustedAt', 'kid', 'signsFrom', 'standing'].sort(),
    );
  });

  it('makes a key that is announced before it signs', async () => {
    const { status, body } = await keeper.sends('POST', '/admin/keys/rotate');
    expect([status, body.standing]).toEqual([201, 'next']);
    expect(new Date(body.signsFrom).getTime() - Date.now()).toBeGreaterThan(590_000);
    const published = (await world.get('/.well-known/jwks.json')).body.keys;
    expect(published.map(({ kid }: { kid: string }) => kid)).toContain(body.kid);
    const soon = (await keeper.sends('POST', '/admin/keys/rotate', { body: { atOnce: true } })).body;
    expect(new Date(soon.signsFrom).getTime() - Date.now()).toBeLessThan(6_000);
  });

  it('distrusts a key: what it signed is refused on the next request, and a new one signs', async () => {
    const ada = await world.person().signedIn();
    const { kid } = world.provider(KeyRing).signer();
    const opaque = await keeper.onAnotherDevice({ token_format: 'opaque' });
    expect((await keeper.sends('POST', `/admin/keys/${kid}/distrust`)).status).toBe(204);
    expect([(await ada.gets('/me')).status, (await keeper.gets('/me')).status]).toEqual([401, 401]);
    const again = await opaque.sends('POST', `/admin/keys/${kid}/distrust`);
    expect([again.status, again.body.code]).toEqual([404, 'key.notFound']);
    await keeper.refreshes();
    expect(await standings()).toContainEqual([kid, 'distrusted']);
    expect((await ada.refreshes()).status).toBe(200);
    expect((await ada.gets('/me')).status).toBe(200);
  });

  it('is on record for both', async () => {
    const events = world.provider(DataSource).getRepository(AuditEvent);
    const actor = await idOf(keeper);
    for (const type of ['key.created', 'key.distrusted'])
      expect([type, await events.countBy({ type, actor })]).not.toEqual([type, 0]);
  });

  it('is told where the key comes from the settings', async () => {
    const shared = await World.open({ env: { JWT_ALG: 'HS256', JWT_SECRET: 's'.repeat(64) } });
    const root = await shared.administrator();
    const { status, body } = await root.sends('POST', '/admin/keys/rotate');
    expect([status, body.code]).toEqual([409, 'key.fromSettings']);
    expect((await root.gets('/admin/keys')).body).toEqual([]);
    await shared.close();
  });
});

describe('An API key of an administrator', () => {
  it('reads what its owner may read, and changes nothing', async () => {
    const world = await World.open();
    const root = await world.administrator();
    const program = await Program.of(root, world);
    const { user } = await world.provider(ServiceAccounts).create({ username: 'robot' }, []);
    expect((await program.gets('/admin/users?kind=service')).body.items).toHaveLength(1);
    const narrow = await Program.of(root, world, { scopes: ['sessions:read'] });
    expect((await narrow.gets('/admin/users')).status).toBe(403);
    expect((await narrow.gets('/admin/sessions')).status).toBe(200);
    const { status, body } = await program.sends('POST', `/admin/users/${user.id}/disable`, {
      body: { reason: 'x' },
    });
    expect([status, body.code]).toEqual([403, 'auth.sessionRequired']);
    for (const [method, path, sent] of [
      ['PATCH', `/admin/users/${user.id}`, { email: 'robot@example.com' }],
      ['POST', `/admin/users/${user.id}/require-password-reset`, undefined],
    ] as const)
      expect((await root.sends(method, path, { body: sent })).body.code).toBe('user.isService');
    await world.close();
  });
});
