import { Accounts, AccountStanding } from '../../src/auth/index.js';
import { PasswordFailures, PasswordTransfer } from '../../src/credentials/passwords/index.js';
import { auditOf, holderOf, idOf } from '../support/administration.js';
import { Program } from '../support/api-keys.js';
import { Inbox } from '../support/inbox.js';
import { mailsTo, nextToken } from '../support/mailbox.js';
import { PASSWORD, type Person } from '../support/person.js';
import { World } from '../support/world.js';

const NEW = 'nine lives and a tail of silver';

describe('A password that an administrator has made good no more', () => {
  let inbox: Inbox;
  let world: World;
  let helper: Person;
  let ada: Person;
  let adas: string;

  const requires = (id = adas) => helper.sends('POST', `/admin/users/${id}/require-password-reset`);
  const resets = (token: string) => world.post('/reset-password', { token, newPassword: NEW });
  const signsIn = async (email: string, password: string) =>
    (await world.post('/login', { email, password })).status;
  const isRequired = async () => (await helper.gets(`/admin/users/${adas}`)).body.passwordResetRequired;

  beforeAll(async () => {
    inbox = await Inbox.open();
    world = await World.open({ env: { SMTP_URL: inbox.url } });
    helper = await holderOf(world, ['users:read', 'users:write']);
  });
  beforeEach(async () => {
    ada = await world.person().signedIn();
    adas = await idOf(ada);
  });

  it('opens nothing, nor does what was handed out; the mailed link leads to a new one', async () => {
    const program = await Program.of(ada, world);
    expect((await requires()).status).toBe(204);
    expect([(await ada.gets('/me')).status, (await program.gets('/me')).status]).toEqual([401, 401]);
    expect((await ada.refreshes()).status).toBe(400);
    expect(await signsIn(ada.email, PASSWORD)).toBe(401);
    expect(await isRequired()).toBe(true);
    expect(await auditOf(world, adas, 'user.passwordResetRequired')).toEqual([
      { actor: await idOf(helper), detail: {} },
    ]);
    expect((await resets(await nextToken(inbox, ada.email))).status).toBe(204);
    expect([await signsIn(ada.email, PASSWORD), await signsIn(ada.email, NEW)]).toEqual([401, 200]);
    expect(await isRequired()).toBe(false);
  });

  it('is not made good by the operator who forgives wrong attempts, and is no hash to move out', async () => {
    await requires();
    await world.provider(PasswordFailures).enable(adas);
    expect(await signsIn(ada.email, PASSWORD)).toBe(401);
    expect(await world.provider(PasswordTransfer).of([adas])).toEqual(new Map());
  });

  it('voids links that were mailed before, and the owner may ask for another', async () => {
    await world.post('/recover', { email: ada.email });
    const before = await nextToken(inbox, ada.email);
    await requires();
    expect((await resets(before)).status).toBe(400);
    await nextToken(inbox, ada.email);
    await world.post('/recover', { email: ada.email });
    expect((await resets(await nextToken(inbox, ada.email))).status).toBe(204);
  });

  it('leaves nothing to sign-ins that were under way', async () => {
    const devices = Array.from({ length: 8 }, () =>
      world.post('/login', { email: ada.email, password: PASSWORD }),
    );
    const [{ status }, ...answers] = await Promise.all([requires(), ...devices]);
    expect(status).toBe(204);
    for (const { status: signedIn, body } of answers.filter((answer) => answer.status === 200)) {
      expect(signedIn).toBe(200);
      const headers = { authorization: `Bearer ${body.access_token}` };
      expect((await world.get('/me', { headers })).status).toBe(401);
      expect((await world.post('/refresh', { refresh_token: body.refresh_token })).status).toBe(400);
    }
  });

  it('is asked of a disabled account without a mail', async () => {
    await world.provider(AccountStanding).disable(adas);
    expect((await requires()).status).toBe(204);
    await world.provider(AccountStanding).enable(adas);
    expect(await signsIn(ada.email, PASSWORD)).toBe(401);
    expect(await mailsTo(world, inbox, ada.email)).toBe(0);
  });

  describe('An account that is made without a password', () => {
    it('is one its owner is invited to: the link sets the password and confirms the address', async () => {
      const grace = world.person();
      const made = await helper.sends('POST', '/admin/users', { body: { email: grace.email } });
      expect([made.status, made.body.emailVerified, made.body.passwordResetRequired]).toEqual([
        201,
        false,
        true,
      ]);
      for (const guess of ['', ' ', 'null', PASSWORD])
        expect(await signsIn(grace.email, guess)).not.toBe(200);
      const { mail } = await inbox.next({ to: grace.email });
      expect(mail.subject).toBe('Your account at localhost:3000');
      const token = /#token=(\S+)/.exec(String(mail.text))![1]!;
      expect((await resets(token)).status).toBe(204);
      expect(await signsIn(grace.email, NEW)).toBe(200);
      expect((await helper.gets(`/admin/users/${made.body.id}`)).body.emailVerified).toBe(true);
    });
  });
});

describe('Where addresses must be confirmed', () => {
  it('so must be one that an administrator gives, unless the administrator vouches for it', async () => {
    const inbox = await Inbox.open();
    const world = await World.open({ env: { SMTP_URL: inbox.url, EMAIL_VERIFICATION: 'required' } });
    const root = world.person();
    const draft = { email: root.email, password: PASSWORD, emailVerifiedAt: new Date() };
    await world.provider(Accounts).create(draft, ['admin']);
    await root.signsIn();
    const [vouchedFor, other] = [world.person(), world.person()];
    const make = (email: string, emailVerified: boolean) =>
      root.sends('POST', '/admin/users', { body: { email, password: PASSWORD, emailVerified } });
    expect((await make(vouchedFor.email, true)).status).toBe(201);
    expect((await make(other.email, false)).status).toBe(201);
    expect([(await vouchedFor.signsIn()).status, (await other.signsIn()).status]).toEqual([200, 401]);
    const token = await nextToken(inbox, other.email);
    expect((await world.post('/verify-email', { token, password: PASSWORD })).status).toBe(204);
    expect((await other.signsIn()).status).toBe(200);
    expect(await mailsTo(world, inbox, vouchedFor.email)).toBe(0);
    await world.close();
  });
});
