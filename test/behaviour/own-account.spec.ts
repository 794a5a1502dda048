import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

describe('The own account', () => {
  let world: World;
  let ada: Person;
  const change = (body: unknown) => ada.sends('PATCH', '/me', { body });

  beforeAll(async () => {
    world = await World.open();
  });
  beforeEach(async () => {
    ada = await world.person().signedIn();
  });
  afterAll(() => world.close());

  it('shows what its owner may know, and nothing else', async () => {
    expect(Object.keys((await ada.gets('/me')).body).sort()).toEqual([
      'createdAt',
      'displayName',
      'email',
      'emailVerified',
      'id',
      'roles',
      'username',
    ]);
  });

  it('changes username and display name, and keeps what is not named', async () => {
    expect((await change({ username: `u-${ada.email.split('@')[0]}`, displayName: 'Ada' })).status).toBe(200);
    expect((await change({ displayName: null })).body).toMatchObject({
      username: `u-${ada.email.split('@')[0]}`,
      displayName: null,
    });
    expect((await change({})).status).toBe(200);
  });

  it('refuses a username that another person has', async () => {
    await world.person().registered({ username: 'taken' });
    expect((await change({ username: 'Taken' })).body.code).toBe('user.usernameTaken');
  });

  it('changes nobody else, and no column that is not offered', async () => {
    const other = await world.person().signedIn();
    for (const field of [
      'id',
      'userId',
      'email',
      'emailVerified',
      'emailKey',
      'usernameKey',
      'roles',
      'epoch',
      'disabledAt',
      'createdAt',
      'updatedAt',
    ]) {
      const answer = await change({ [field]: other.claims.sub });
      expect([field, answer.status]).toEqual([field, 400]);
    }
    expect((await other.gets('/me')).body).toMatchObject({ email: other.email, username: null });
  });

  it('has no route by which another account could be named', async () => {
    const other = await world.person().signedIn();
    for (const path of [
      `/me/${other.claims.sub}`,
      `/users/${other.claims.sub}`,
      `/me?id=${other.claims.sub}`,
    ]) {
      const answer = await ada.gets(path);
      expect(answer.body.email).not.toBe(other.email);
    }
  });
});
