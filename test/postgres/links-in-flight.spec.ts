import { DataSource } from 'typeorm';
import { OneTimeTokens } from '../../src/credentials/one-time-tokens/index.js';
import { DeferredWork } from '../../src/platform/deferred/index.js';
import { Inbox } from '../support/inbox.js';
import { mailsTo, nextToken } from '../support/mailbox.js';
import { PASSWORD } from '../support/person.js';
import { World } from '../support/world.js';

// What went wrong: of two transactions at once, the one that voided all links did not see the link that the other was
// writing, which outlived it.
describe('A link that is being written while the account changes', () => {
  let inbox: Inbox;
  let world: World;

  beforeAll(async () => {
    inbox = await Inbox.open();
    world = await World.open({ env: { SMTP_URL: inbox.url, EMAIL_VERIFICATION: 'optional' } });
  });
  afterEach(() => jest.restoreAllMocks());

  /** Stops the next transaction that writes a link after it did, until the account was changed or waits for it. */
  const meanwhile = (change: () => Promise<unknown>): Promise<unknown> => {
    const tokens = world.provider(OneTimeTokens);
    const issue = tokens.issue.bind(tokens);
    return new Promise((done) => {
      jest.spyOn(tokens, 'issue').mockImplementationOnce(async (grant, tx) => {
        const token = await issue(grant, tx);
        const changed = change();
        await Promise.race([changed, someoneWaits()]);
        done(changed);
        return token;
      });
    });
  };

  const someoneWaits = async () => {
    const waiting = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    while ((await world.provider(DataSource).query(waiting)).length === 0)
      await new Promise((next) => setTimeout(next, 5));
  };

  it('is void when the password was changed', async () => {
    const ada = await world.person().signedIn();
    await nextToken(inbox, ada.email);
    const body = { currentPassword: PASSWORD, newPassword: 'nine lives and a tail of silver' };
    const changed = meanwhile(() => ada.sends('POST', '/me/password', { body }));
    await world.post('/recover', { email: ada.email });
    await world.provider(DeferredWork).catchUp();
    expect(await changed).toMatchObject({ status: 200 });
    const token = await nextToken(inbox, ada.email);
    const late = await world.post('/reset-password', { token, newPassword: 'a quiet river under bridges' });
    expect(late.body.code).toBe('oneTimeToken.invalid');
  });

  it('opens nothing from the old mailbox when the address was changed', async () => {
    const ada = await world.person().signedIn();
    await nextToken(inbox, ada.email);
    const email = `new-${ada.email}`;
    await ada.sends('POST', '/me/email', { body: { email, password: PASSWORD } });
    const token = await nextToken(inbox, email);
    const changed = meanwhile(() => world.post('/confirm-email', { token }));
    await world.post('/recover', { email: ada.email });
    await world.provider(DeferredWork).catchUp();
    expect(await changed).toMatchObject({ status: 204 });
    const reset = { token: await nextToken(inbox, ada.email), newPassword: 'a quiet river under bridges' };
    expect((await world.post('/reset-password', reset)).body.code).toBe('oneTimeToken.invalid');
  });

  it('is one of five, however many ask for it at once', async () => {
    const ada = await world.person().signedIn();
    const many = Array.from({ length: 12 }, () => ada.sends('POST', '/verify-email/resend'));
    for (const { status } of await Promise.all(many)) expect(status).toBe(202);
    expect(await mailsTo(world, inbox, ada.email)).toBe(5);
  });
});
