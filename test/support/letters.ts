import { DataSource } from 'typeorm';
import { defineMail, MailDelivery, Outbox, OutgoingMail } from '../../src/platform/mail/index.js';
import type { World } from './world.js';

export const letter = defineMail<{ name: string; token: string }>('letter', {
  subject: 'For <%= it.name %>',
  text: 'Dear <%= it.name %>,\n\nhttps://auth.example.com/#<%= it.token %>',
  html: '<p>Dear <%= it.name %>,</p><p><a href="https://auth.example.com/#<%= it.token %>">Go on</a></p>',
});

export interface Letter {
  readonly to?: string;
  readonly name?: string;
  readonly token?: string;
  readonly dedupeKey?: string;
  readonly expiresAt?: Date;
}

/** Writes a mail in a transaction of its own, as a use case would. */
export async function puts(world: World, given: Letter = {}): Promise<void> {
  await world.provider(DataSource).transaction((tx) => {
    const { to = 'ada@example.com', name = 'Ada', token = 'sp_token', ...options } = given;
    return world.provider(Outbox).put({ to, template: letter, values: { name, token }, ...options }, tx);
  });
}

/** Everything that is due, the failures too. */
export const deliversDue = (world: World): Promise<void> => world.provider(MailDelivery).deliverDue();

export const rows = (world: World): Promise<OutgoingMail[]> =>
  world
    .provider(DataSource)
    .getRepository(OutgoingMail)
    .find({ order: { id: 'ASC' } });
