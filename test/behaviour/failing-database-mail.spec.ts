import { FailingDisk } from '../support/failing-disk.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { Inbox } from '../support/inbox.js';
import { deliversDue, puts, rows } from '../support/letters.js';
import { World } from '../support/world.js';

describe('A mail that was handed over', () => {
  it('is not sent again where the database failed to note it', async () => {
    const inbox = await Inbox.open();
    const world = await World.open({ clock: new FrozenClock(), env: { SMTP_URL: inbox.url } });
    const disk = FailingDisk.of(world);
    disk.fails({ at: /"sentAt" = /, error: 'SQLITE_FULL', times: 2 });
    await puts(world);
    await inbox.next();
    await deliversDue(world);
    disk.recovers();
    expect((await rows(world)).at(-1)?.sentAt).not.toBeNull();
    expect(inbox.received).toHaveLength(1);
    await world.close();
  });
});
