import { PASSWORD } from '../support/person.js';
import { World } from '../support/world.js';

describe('POST /token', () => {
  let world: World;
  const form = (parameters: Record<string, string> | [string, string][]) => new URLSearchParams(parameters);
  const asForm = { 'content-type': 'application/x-www-form-urlencoded' };

  beforeAll(async () => {
    world = await World.open();
    await world.person('ada').registered({ username: 'ada' });
  });
  afterAll(() => world.close());

  it('gives tokens for e-mail and password alone, in JSON', async () => {
    const answer = await world.post('/token', { email: 'ada@example.com', password: PASSWORD });
    expect(answer.status).toBe(200);
    const me = await world.get('/me', { headers: { authorization: `Bearer ${answer.body.access_token}` } });
    expect(me.body.email).toBe('ada@example.com');
  });

  it('gives tokens for the password grant, in a form, to a client without a name', async () => {
    const parameters = form({ grant_type: 'password', username: 'ada', password: PASSWORD, scope: '' });
    const answer = await world.post('/token', parameters, { authorization: 'Basic Og==' });
    expect([answer.status, answer.body.token_type]).toEqual([200, 'Bearer']);
  });

  it('gives tokens for a refresh token, to the client that got it', async () => {
    const { body } = await world.post('/token', {
      email: 'ada@example.com',
      password: PASSWORD,
      client_id: 'phone',
    });
    const exchange = (client: object) =>
      world.post('/token', { grant_type: 'refresh_token', refresh_token: body.refresh_token, ...client });
    expect((await exchange({})).body.error).toBe('invalid_grant');
    expect((await exchange({ client_id: 'tablet' })).body.error).toBe('invalid_grant');
    expect((await exchange({ client_id: 'phone' })).status).toBe(200);
  });

  it('gives an opaque access token to who asks for one', async () => {
    const answer = await world.post('/token', {
      email: 'ada@example.com',
      password: PASSWORD,
      token_format: 'opaque',
    });
    expect(answer.body.access_token).toMatch(/^sp_at_[\w-]{43}$/);
  });

  it('takes a parameter without a value for one that was left out (RFC 6749 §3.2)', async () => {
    const empty = {
      grant_type: '',
      client_id: '',
      client_secret: '',
      token_format: '',
      scope: '',
      email: '',
    };
    const answer = await world.post('/token', form({ ...empty, username: 'ada', password: PASSWORD }));
    expect(answer.status).toBe(200);
  });

  it('ignores parameters it does not know (RFC 6749 §3.2)', async () => {
    const answer = await world.post('/token', {
      email: 'ada@example.com',
      password: PASSWORD,
      resource: 'x',
    });
    expect(answer.status).toBe(200);
  });

  it.each([
    ['a wrong password', { username: 'ada', password: 'wrong' }, 400, 'invalid_grant'],
    ['an unknown user', { username: 'nobody', password: PASSWORD }, 400, 'invalid_grant'],
    ['an unknown refresh token', { grant_type: 'refresh_token', refresh_token: 'x' }, 400, 'invalid_grant'],
    ['an unknown grant', { grant_type: 'magic' }, 400, 'unsupported_grant_type'],
    [
      'a grant named like a property of every object',
      { grant_type: 'constructor' },
      400,
      'unsupported_grant_type',
    ],
    ['a grant without its parameters', { grant_type: 'password' }, 400, 'invalid_request'],
    [
      'two identities',
      { username: 'ada', email: 'grace@example.com', password: PASSWORD },
      400,
      'invalid_request',
    ],
    [
      'a client with a secret',
      { username: 'ada', password: PASSWORD, client_secret: 's' },
      401,
      'invalid_client',
    ],
  ])('refuses %s in the form of RFC 6749 §5.2', async (_, parameters, status, error) => {
    const answer = await world.post('/token', form(parameters as Record<string, string>));
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      error,
      error_description: expect.any(String),
      code: expect.any(String),
      traceId: expect.any(String),
    });
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('widens nothing for a scope that is asked for, and leaves the refresh token good (RFC 6749 §6)', async () => {
    const ada = await world.person().signedIn();
    const refresh = (more: object) =>
      world.post('/token', form({ grant_type: 'refresh_token', refresh_token: ada.refreshToken, ...more }));
    const wider = await refresh({ scope: 'admin users:write' });
    expect([wider.status, wider.body.error]).toEqual([400, 'invalid_scope']);
    const same = await refresh({ scope: '' });
    expect(same.status).toBe(200);
    expect(Object.keys(same.body)).not.toContain('scope');
  });

  it('refuses a parameter that is given twice (RFC 6749 §3.2)', async () => {
    const twice = form([
      ['username', 'ada'],
      ['username', 'root'],
      ['password', PASSWORD],
    ]);
    expect((await world.post('/token', twice)).body.error).toBe('invalid_request');
  });

  it('refuses a client that authenticates, and names the scheme', async () => {
    const answer = await world.post('/token', form({ username: 'ada', password: PASSWORD }), {
      authorization: 'Basic YTpi',
    });
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="sallyport"']);
  });

  // What went wrong: only a name in the body was checked, and a JWT with one of 5000 characters is refused by its length.
  it.each([
    ['too long', 'x'.repeat(101)],
    ['not of printable ASCII', 'ключ'],
    ['of two lines', 'a\nb'],
  ])("refuses a client's name that is %s also where it is given by Basic", async (_, name) => {
    const authorization = `Basic ${Buffer.from(`${encodeURIComponent(name)}:`).toString('base64')}`;
    const answer = await world.post('/token', form({ username: 'ada', password: PASSWORD }), {
      authorization,
    });
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
  });

  it('answers malformed bodies in the same form', async () => {
    expect((await world.post('/token', '{', { 'content-type': 'application/json' })).body.error).toBe(
      'invalid_request',
    );
    expect((await world.post('/token', 'x', { 'content-type': 'text/plain' })).body.error).toBe(
      'invalid_request',
    );
    expect((await world.post('/token', `a=${'b'.repeat(70_000)}`, asForm)).status).toBe(413);
  });
});
