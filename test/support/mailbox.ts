import { DeferredWork } from '../../src/platform/deferred/index.js';
import type { Inbox, Received } from './inbox.js';
import { deliversDue } from './letters.js';
import type { World } from './world.js';

/** Waits for the next mail with a link to that address, and returns the token in it. */
export async function nextToken(inbox: Inbox, to: string): Promise<string> {
  for (;;) {
    const { mail } = await inbox.next({ to });
    const token = /#token=(\S+)/.exec(mail.text ?? '')?.[1];
    if (token) return token;
  }
}

/** All mails there ever were, once everything that was accepted is done. */
async function allMails(world: World, inbox: Inbox): Promise<readonly Received[]> {
  await world.provider(DeferredWork).catchUp();
  await deliversDue(world);
  return inbox.received;
}

/** How many came to an address. */
export async function mailsTo(world: World, inbox: Inbox, address: string): Promise<number> {
  return (await allMails(world, inbox)).filter(({ to }) => to.includes(address)).length;
}
