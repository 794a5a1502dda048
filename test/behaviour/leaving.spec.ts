import { GuardedPasswords } from '../../src/auth/guessing/guarded-passwords.js';
import { AuditLog } from '../../src/platform/audit/index.js';
import { Inbox } from '../support/inbox.js';
import { nextToken } from '../support/mailbox.js';
import { PASSWORD } from '../support/person.js';
import { World } from '../support/world.js';

describe('Leaving', () => {
  let inbox: Inbox;
  let world: World;

  beforeAll(async () => {
    inbox = await Inbox.open();
    world = await World.open({ env: { SMTP_URL: inbox.url } });
  });

  it('deletes the account, with every session and token, and says so by mail', async () => {
    const ada = await world.person().signedIn();
    const onPhone = await ada.onAnotherDevice({ token_format: 'opaque' });
    expect((await ada.sends('DELETE', '/me', { body: { password: PASSWORD } })).status).toBe(204);
    for (const person of [ada, onPhone]) {
      expect((await person.gets('/me')).status).toBe(401);
      expect((await person.refreshes()).status).toBe(400);
    }
    expect((await ada.signsIn()).status).toBe(401);
    expect((await inbox.next({ to: ada.email })).mail.subject).toBe(
      'Your account at localhost:3000 was closed',
    );
    expect((await ada.registers()).status).toBe(201); // the address is free again
  });

  it('needs the password', async () => {
    const ada = await world.person().signedIn();
    const wrong = await ada.sends('DELETE', '/me', { body: { password: 'wrong horse battery staple' } });
    expect([wrong.status, wrong.body.code]).toEqual([403, 'auth.passwordWrong']);
    expect((await ada.sends('DELETE', '/me')).status).toBe(400);
    expect((await ada.gets('/me')).status).toBe(200);
  });

  // What went wrong: a thief's request that was checked against the old password deleted the account after the reset.
  it('needs the password that there is when the account is deleted', async () => {
    const ada = await world.person().signedIn();
    await world.post('/recover', { email: ada.email });
    const token = await nextToken(inbox, ada.email);
    const guarded = world.provider(GuardedPasswords);
    const verify = guarded.verify.bind(guarded);
    const newPassword = 'nine lives and a tail of silver';
    jest.spyOn(guarded, 'verify').mockImplementationOnce(async (claim, request) => {
      const proof = await verify(claim, request);
      expect((await world.post('/reset-password', { token, newPassword })).status).toBe(204);
      return proof;
    });
    const late = await ada.sends('DELETE', '/me', { body: { password: PASSWORD } });
    expect([late.status, late.body.code]).toEqual([403, 'auth.passwordWrong']);
    expect((await world.post('/login', { email: ada.email, password: newPassword })).status).toBe(200);
  });

  it('leaves a record that it happened', async () => {
    const ada = await world.person().signedIn();
    const id = ada.claims.sub as string;
    await ada.sends('DELETE', '/me', { body: { password: PASSWORD } });
    const events = await world.provider(AuditLog).of(id);
    expect(events.map(({ type }) => type)).toEqual([
      'user.created',
      'session.opened',
      'session.ended',
      'user.deleted',
    ]);
  });
});

describe('The export of one’s own account', () => {
  it('holds all that is kept about it, as a file, and no secret', async () => {
    const world = await World.open();
    const ada = await world.person().signedIn();
    const gone = await ada.onAnotherDevice();
    await gone.signsOut();
    const grace = await world.person().signedIn();
    const { status, headers, body } = await ada.gets('/me/export');
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toBe('attachment; filename="account.json"');
    expect(body.account.email).toBe(ada.email);
    expect(body.sessions.map(({ endReason }: { endReason: string }) => endReason)).toEqual(['logout', null]);
    expect(body.events.map(({ type }: { type: string }) => type)).toEqual([
      'user.created',
      'session.opened',
      'session.opened',
      'session.ended',
    ]);
    const text = JSON.stringify(body);
    expect(text).not.toContain(grace.claims.sub);
    expect(text).not.toMatch(/argon2|sp_rt_|eyJ/);
    await world.close();
  });
});
