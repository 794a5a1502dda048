import { auditOf, holderOf, idOf } from '../support/administration.js';
import { Program } from '../support/api-keys.js';
import { PASSWORD, type Person } from '../support/person.js';
import { World } from '../support/world.js';

describe('An administrator of accounts', () => {
  let world: World;
  let helper: Person;
  let by: string;
  let ada: Person;
  let adas: string;

  const act = (path: string, body?: object, method = 'POST') =>
    helper.sends(method, `/admin/users${path && `/${path}`}`, { body });
  const shown = async (id: string) => (await helper.gets(`/admin/users/${id}`)).body;
  const refused = async (person: Person) => (await person.gets('/me')).body.code;

  beforeAll(async () => {
    world = await World.open();
    helper = await holderOf(world, ['users:read', 'users:write', 'sessions:read', 'sessions:write']);
    by = await idOf(helper);
  });
  beforeEach(async () => {
    ada = await world.person().signedIn();
    adas = await idOf(ada);
  });
  afterAll(() => world.close());

  it('makes an account, which can sign in and holds the role of everyone', async () => {
    const grace = world.person();
    const made = await act('', {
      email: grace.email,
      password: PASSWORD,
      username: 'grace',
      emailVerified: true,
    });
    expect([made.status, made.body]).toMatchObject([
      201,
      { username: 'grace', emailVerified: true, roles: ['user'] },
    ]);
    expect((await grace.signsIn()).status).toBe(200);
    expect(await auditOf(world, made.body.id, 'user.created')).toEqual([
      { actor: by, detail: { roles: ['user'] } },
    ]);
    const again = await act('', { email: grace.email, password: PASSWORD });
    expect([again.status, again.body.code]).toEqual([409, 'user.emailTaken']);
  });

  it('is held to what holds for everyone’s password', async () => {
    const { status, body } = await act('', { email: world.person().email, password: 'short' });
    expect([status, body.code]).toEqual([400, 'password.tooShort']);
  });

  it('disables an account with a reason: everything of it is refused on the next request', async () => {
    const opaque = await ada.onAnotherDevice({ token_format: 'opaque' });
    const program = await Program.of(ada, world);
    expect((await act(`${adas}/disable`, { reason: 'Left the company' })).status).toBe(204);
    expect([await refused(ada), await refused(opaque)]).toEqual(['token.revoked', 'token.revoked']);
    expect((await program.gets('/me')).status).toBe(401);
    expect((await ada.signsIn()).status).toBe(401);
    expect((await ada.refreshes()).status).toBe(400);
    expect(await shown(adas)).toMatchObject({
      disabledAt: expect.any(String),
      disabledReason: 'Left the company',
    });
    expect(await auditOf(world, adas, 'user.disabled')).toEqual([
      { actor: by, detail: { reason: 'Left the company' } },
    ]);
  });

  it('enables it again; its owner never learns the reason', async () => {
    await act(`${adas}/disable`, { reason: 'under suspicion' });
    expect((await act(`${adas}/enable`)).status).toBe(204);
    expect((await ada.signsIn()).status).toBe(200);
    expect(await shown(adas)).toMatchObject({ disabledAt: null, disabledReason: null });
    const kept = (await ada.gets('/me/export')).body;
    expect(kept.events.map(({ type }: { type: string }) => type)).toContain('user.disabled');
    expect(JSON.stringify(kept)).not.toMatch(new RegExp(`under suspicion|${by}`));
    expect(await auditOf(world, adas, 'user.enabled')).toEqual([{ actor: by, detail: {} }]);
  });

  it('must give a reason for disabling, in one line', async () => {
    for (const reason of [undefined, '', 'a\nb', 'x'.repeat(501), 7, null])
      expect((await act(`${adas}/disable`, { reason })).body.code).toBe('request.invalid');
    for (const reason of [undefined, '', 'x'.repeat(501), 7])
      expect((await act(`${adas}/disable`, { reason })).body.errors).toEqual([
        { pointer: '#/reason', detail: 'must be a text of 1 to 500 characters' },
      ]);
    expect((await ada.gets('/me')).status).toBe(200);
  });

  it('deletes an account', async () => {
    expect((await act(adas, undefined, 'DELETE')).status).toBe(204);
    expect(await refused(ada)).toBe('token.revoked');
    expect((await helper.gets(`/admin/users/${adas}`)).status).toBe(404);
    expect((await act(adas, undefined, 'DELETE')).body.code).toBe('user.notFound');
    expect(await auditOf(world, adas, 'user.deleted')).toEqual([{ actor: by, detail: {} }]);
  });

  it('corrects names without ending anything', async () => {
    const { status, body } = await act(
      adas,
      { username: `ada-${adas.slice(-8)}`, displayName: 'Ada' },
      'PATCH',
    );
    expect([status, body]).toMatchObject([200, { displayName: 'Ada', username: `ada-${adas.slice(-8)}` }]);
    expect((await ada.gets('/me')).body.displayName).toBe('Ada');
    expect((await act(adas, { username: null }, 'PATCH')).body.username).toBeNull();
    expect(await auditOf(world, adas, 'user.changed')).toEqual([
      { actor: by, detail: { fields: ['displayName', 'username'] } },
      { actor: by, detail: { fields: ['username'] } },
    ]);
  });

  it('moves an account to another address, which ends all that was handed out', async () => {
    const moved = world.person();
    const { body } = await act(adas, { email: moved.email }, 'PATCH');
    expect(body).toMatchObject({ email: moved.email, emailVerified: false });
    expect(await refused(ada)).toBe('token.revoked');
    expect((await ada.signsIn()).status).toBe(401);
    expect((await moved.signsIn()).status).toBe(200);
    expect(await auditOf(world, adas, 'user.emailChanged')).toEqual([{ actor: by, detail: {} }]);
    expect((await act(adas, { emailVerified: true }, 'PATCH')).body.emailVerified).toBe(true);
    expect((await act(adas, { emailVerified: false }, 'PATCH')).body.emailVerified).toBe(false);
    const taken = await act(adas, { email: helper.email }, 'PATCH');
    expect([taken.status, taken.body.code]).toEqual([409, 'user.emailTaken']);
  });

  it('cannot change what nobody may: unknown fields, roles, the id', async () => {
    for (const body of [
      { roles: ['admin'] },
      { id: by },
      { epoch: 0 },
      { disabledReason: 'x' },
      { email: null },
    ])
      expect([body, (await act(adas, body, 'PATCH')).body.code]).toEqual([body, 'request.invalid']);
  });

  it('ends all sessions of an account, and leaves its API keys', async () => {
    const other = await ada.onAnotherDevice();
    const program = await Program.of(ada, world);
    const listed = (await act(`${adas}/sessions`, undefined, 'GET')).body;
    expect(listed).toHaveLength(2);
    expect(listed[0]).toMatchObject({
      userId: adas,
      current: false,
      clientId: 'sallyport',
      tokenFormat: 'jwt',
    });
    expect((await act(`${adas}/sessions`, undefined, 'DELETE')).body).toEqual({ ended: 2 });
    expect([await refused(ada), await refused(other)]).toEqual(['token.revoked', 'token.revoked']);
    expect(await program.verdict()).toEqual([200, undefined]);
    expect(await auditOf(world, adas, 'session.ended')).toEqual(
      Array.from({ length: 2 }, () => ({ actor: by, detail: { reason: 'endedByAdministrator' } })),
    );
  });

  it('sees and revokes API keys of an account, but never the keys themselves', async () => {
    const program = await Program.of(ada, world);
    const listed = await act(`${adas}/api-keys`, undefined, 'GET');
    expect(listed.body).toMatchObject([{ id: program.id, name: 'a program' }]);
    expect(JSON.stringify(listed.body)).not.toContain('sp_key_');
    expect((await act(`${by}/api-keys/${program.id}`, undefined, 'DELETE')).body.code).toBe(
      'apiKey.notFound',
    );
    expect(await program.verdict()).toEqual([200, undefined]);
    expect((await act(`${adas}/api-keys/${program.id}`, undefined, 'DELETE')).status).toBe(204);
    expect((await program.gets('/me')).status).toBe(401);
    expect(await auditOf(world, adas, 'apiKey.revoked')).toMatchObject([
      { actor: by, detail: { apiKeyId: program.id } },
    ]);
  });

  it('cannot shut themselves out', async () => {
    const acts = [
      act(`${by}/disable`, { reason: 'oops' }),
      act(by, undefined, 'DELETE'),
      act(`${by}/require-password-reset`),
      act(by, { email: 'else@example.com' }, 'PATCH'),
    ];
    for (const { status, body } of await Promise.all(acts))
      expect([status, body.code]).toEqual([409, 'user.ownAccount']);
    expect((await helper.gets('/me')).status).toBe(200);
  });

  it('does nothing to who may do more', async () => {
    const root = await world.administrator();
    const id = await idOf(root);
    const program = await Program.of(root, world);
    const [session] = (await act(`${id}/sessions`, undefined, 'GET')).body;
    const acts = [
      act(`${id}/disable`, { reason: 'coup' }),
      act(`${id}/enable`),
      act(id, undefined, 'DELETE'),
      act(`${id}/require-password-reset`),
      act(id, { email: 'mine@example.com' }, 'PATCH'),
      act(`${id}/sessions`, undefined, 'DELETE'),
      act(`${id}/api-keys/${program.id}`, undefined, 'DELETE'),
      helper.sends('DELETE', `/admin/sessions/${session.id}`),
    ];
    for (const { status, body } of await Promise.all(acts))
      expect([status, body.code]).toEqual([403, 'role.outranked']);
    expect((await root.gets('/me')).body.email).toBe(root.email);
    expect(await program.verdict()).toEqual([200, undefined]);
  });
});
